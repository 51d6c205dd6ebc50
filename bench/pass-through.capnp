# What `row by id` is measured against: one gateway answer passed through, in a process like the edge.
# The bench gives the addresses on the command line and the settings in the environment.
using Workerd = import "/workerd/workerd.capnp";
using Common = import "../selfhost/common.capnp";

const config :Workerd.Config = (
  v8Flags = Common.v8Flags,
  services = [(name = "pass-through", worker = .passThrough), Common.gatewayService, Common.nothing],
  sockets = [(name = "http", address = "127.0.0.1:8499", http = (), service = "pass-through")],
);

const passThrough :Workerd.Worker = (
  modules = [(name = "index.js", esModule = embed "dist/pass-through-worker.js")],
  compatibilityDate = "2026-11-01",
  globalOutbound = "nothing",
  bindings = [
    (name = "PG", service = "pg-gateway"),
    (name = "SETTINGS", fromEnvironment = "API_SETTINGS"),
  ],
);
