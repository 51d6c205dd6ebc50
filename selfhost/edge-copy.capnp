# A further edge process: all of edge.capnp but its Durable Objects, which are in the first (edge-first.capnp).
using Workerd = import "/workerd/workerd.capnp";
using Common = import "common.capnp";
using Edge = import "edge.capnp";
using Database = import "/database.capnp";
using Files = import "/files.capnp";

const config :Workerd.Config = (
  v8Flags = Common.v8Flags,
  services = [
    (name = "api", worker = Edge.api),
    (name = "storage", worker = .storage),
    (name = "storage-owner", external = (http = ())),
    (name = "realtime", external = (http = ())),
    (name = "cron-backup", worker = Edge.cronBackup),
    (name = "admin", worker = Edge.admin),
    (name = "auth", external = (http = ())),
    (name = "functions-edge", worker = Edge.functionsEdge),
    (name = "functions", external = (http = ())),
    (name = "runner", external = (http = ())),
    (name = "backup-host", external = (http = ())),
    (name = "supervisor", external = (http = ())),
    Common.gatewayService,
    (name = "database", network = Database.network),
    (name = "files", network = Files.network),
    (name = "blobs", disk = (writable = true, allowDotfiles = true)),
    (name = "dashboard", disk = (writable = false)),
    Common.nothing,
  ],
  sockets = [
    (name = "api", http = (), service = "api"),
    (name = "frontend", http = (), service = "admin"),
    (name = "inner", http = (), service = "api"),
  ],
);

const storage :Workerd.Worker = (
  modules = [(name = "index.js", esModule = embed "../workers/storage/dist/worker.js")],
  compatibilityDate = "2026-10-31",
  globalOutbound = "files",
  bindings = [
    (name = "BLOBS", service = "blobs"),
    (name = "PG", service = "pg-gateway"),
    (name = "JANITOR_OWNER", service = "storage-owner"),
    (name = "SETTINGS", fromEnvironment = "STORAGE_SETTINGS"),
  ],
);
