# The functions process: it compiles code, which can hold its JavaScript thread. It never runs code of a user.
# The launcher passes the addresses on the command line and the settings in the environment.
using Workerd = import "/workerd/workerd.capnp";
using Common = import "common.capnp";
# The launcher writes it: which addresses of the internet outbound webhooks may reach.
using Outside = import "/outside.capnp";

const config :Workerd.Config = (
  v8Flags = Common.v8Flags,
  services = [
    (name = "functions", worker = .functions),
    # The process that starts and ends those in which functions run.
    (name = "runner", external = (http = ())),
    # The process that runs the change feed.
    (name = "feed", external = (http = ())),
    (name = "public", network = Outside.public),
    # Only for the addresses of FUNCTIONS_ALLOWED_ADDRESSES.
    (name = "opened", network = (allow = ["public", "private", "local"], tlsOptions = (trustBrowserCas = true))),
    Common.gatewayService,
    Common.objects,
    Common.nothing,
  ],
  sockets = [(name = "http", http = (), service = "functions")],
);

const functions :Workerd.Worker = (
  modules = [
    (name = "index.js", esModule = embed "../workers/functions/dist/worker.js"),
    (name = "fd6b642fbb8d6b2c4294d22653a7ab409fa4f64e-wasm_bg.wasm", wasm = embed "../workers/functions/dist/fd6b642fbb8d6b2c4294d22653a7ab409fa4f64e-wasm_bg.wasm"),
  ],
  compatibilityDate = "2026-10-31",
  globalOutbound = "nothing",
  # The dispatcher looks for work without requests.
  durableObjectNamespaces =
    [(className = "Dispatcher", uniqueKey = "selfdb-functions-dispatcher", enableSql = true, preventEviction = true)],
  durableObjectStorage = (localDisk = "objects"),
  bindings = [
    (name = "DISPATCHER", durableObjectNamespace = "Dispatcher"),
    (name = "PG", service = "pg-gateway"),
    (name = "RUNNER", service = "runner"),
    (name = "FEED_SERVICE", service = "feed"),
    (name = "PUBLIC", service = "public"),
    (name = "OPENED", service = "opened"),
    (name = "SETTINGS", fromEnvironment = "FUNCTIONS_SETTINGS"),
  ],
);
