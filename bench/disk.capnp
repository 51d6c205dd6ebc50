# What uploads and downloads are measured against: workerd's disk service alone, with no worker in front.
# The bench gives address and path on the command line.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "blobs", disk = (writable = true))],
  sockets = [(name = "http", address = "127.0.0.1:8499", http = (), service = "blobs")],
);
