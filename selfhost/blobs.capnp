# The directory of blobs for the storage worker of `npm run dev`. The launcher gives port and path.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "door", worker = .door),
    (name = "blobs", disk = (writable = true, allowDotfiles = true)),
    (name = "nothing", network = (allow = [])),
  ],
  sockets = [(name = "http", http = (), service = "door")],
);

const door :Workerd.Worker = (
  modules = [(name = "blobs.js", esModule = embed "blobs.js")],
  compatibilityDate = "2026-10-31",
  globalOutbound = "nothing",
  bindings = [
    (name = "DISK", service = "blobs"),
    (name = "INTERNAL_SECRET", fromEnvironment = "INTERNAL_SECRET"),
  ],
);
