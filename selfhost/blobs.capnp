# The directory of blobs for the storage worker of `npm run dev`. The launcher sets the port and the path.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "gate", worker = .gate),
    (name = "blobs", disk = (writable = true, allowDotfiles = true)),
    (name = "nothing", network = (allow = [])),
  ],
  sockets = [(name = "http", http = (), service = "gate")],
);

const gate :Workerd.Worker = (
  modules = [(name = "blobs.js", esModule = embed "blobs.js")],
  compatibilityDate = "2026-10-31",
  globalOutbound = "nothing",
  bindings = [
    (name = "DISK", service = "blobs"),
    (name = "INTERNAL_SECRET", fromEnvironment = "INTERNAL_SECRET"),
  ],
);
