# The auth process: on its own, because one password hash blocks its JavaScript thread for about 25 ms.
# The launcher passes the addresses on the command line and the settings in the environment.
using Workerd = import "/workerd/workerd.capnp";
using Common = import "common.capnp";

const config :Workerd.Config = (
  v8Flags = ["--max-semi-space-size=16"],
  services = [(name = "auth", worker = .auth), Common.gatewayService, Common.nothing],
  sockets = [(name = "http", http = (), service = "auth")],
);

const auth :Workerd.Worker = (
  modules = [
    (name = "index.js", esModule = embed "../workers/auth/dist/worker.js"),
    (name = "@phi-ag/argon2/argon2.wasm", wasm = embed "../workers/auth/dist/@phi-ag/argon2/argon2.wasm"),
  ],
  compatibilityDate = "2026-10-31",
  globalOutbound = "nothing",
  bindings = [
    (name = "PG", service = "pg-gateway"),
    (name = "SETTINGS", fromEnvironment = "AUTH_SETTINGS"),
  ],
);
