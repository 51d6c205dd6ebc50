# The first of several edge processes. Durable Objects have to be in one process, so the others (edge-copy.capnp) reach it here.
using Workerd = import "/workerd/workerd.capnp";
using Common = import "common.capnp";
using Edge = import "edge.capnp";

const config :Workerd.Config = (
  v8Flags = Common.v8Flags,
  services = Edge.services,
  sockets = [
    # Their listening sockets come from the supervisor.
    (name = "api", http = (), service = "api"),
    (name = "frontend", http = (), service = "admin"),
    # In the state directory: for the supervisor's question whether this process is ready, and for the other processes.
    (name = "inner", http = (), service = "api"),
    (name = "realtime", http = (), service = "realtime"),
    (name = "storage", http = (), service = "storage"),
  ],
);
