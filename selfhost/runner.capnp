# A process that runs one function. The host gives it the sockets, and an import path with `limits.capnp`: the heap and the addresses
# that functions may reach on this machine.
using Workerd = import "/workerd/workerd.capnp";
using Limits = import "/limits.capnp";

const config :Workerd.Config = (
  v8Flags = Limits.v8Flags,
  services = [
    (name = "runner", worker = .runner),
    (name = "control", external = (http = ())),
    (name = "public", network = Limits.public),
    (name = "opened", network = (allow = ["public", "private", "local"], tlsOptions = (trustBrowserCas = true))),
    (name = "nothing", network = (allow = [])),
  ],
  sockets = [(name = "http", http = (), service = "runner")],
);

const runner :Workerd.Worker = (
  modules = [(name = "index.js", esModule = embed "../workers/functions-runner/dist/worker.js")],
  compatibilityDate = "2026-10-31",
  globalOutbound = "nothing",
  bindings = [
    (name = "LOADER", workerLoader = (id = "function")),
    (name = "CONTROL", service = "control"),
    (name = "PUBLIC", service = "public"),
    (name = "OPENED", service = "opened"),
    (name = "SHIM", text = embed "../workers/functions-runner/src/shim/shim.js"),
    (name = "HIDE_TRACE", text = embed "../workers/functions-runner/src/shim/hide-trace.js"),
    (name = "CLIENT", text = embed "../workers/functions-runner/src/shim/client.js"),
  ],
);
