# What `row by id` is measured against: one gateway answer passed through, in a process like the edge.
# The bench gives the addresses on the command line and the variables in the environment.
using Workerd = import "/workerd/workerd.capnp";
using Edge = import "../selfhost/edge.capnp";

const config :Workerd.Config = (
  v8Flags = Edge.v8Flags,
  services = [(name = "pass-through", worker = .passThrough), Edge.gatewayService, Edge.nothing],
  sockets = [(name = "http", address = "127.0.0.1:8499", http = (), service = "pass-through")],
);

const passThrough :Workerd.Worker = (
  modules = [(name = "index.js", esModule = embed "dist/pass-through-worker.js")],
  compatibilityDate = "2026-11-01",
  globalOutbound = "nothing",
  bindings = [
    (name = "PG", service = "pg-gateway"),
    (name = "DATABASE_URL", fromEnvironment = "DATABASE_URL"),
    (name = "SECRET_KEY", fromEnvironment = "SECRET_KEY"),
    (name = "API_KEY", fromEnvironment = "API_KEY"),
    (name = "INTERNAL_SECRET", fromEnvironment = "INTERNAL_SECRET"),
    (name = "LOG_LEVEL", fromEnvironment = "LOG_LEVEL"),
  ],
);
