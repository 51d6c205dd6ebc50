# The edge process: the API with its sockets and storage on one port, the dashboard (which forwards /api) on the other.
# The launcher passes the addresses on the command line and the settings in the environment.
using Workerd = import "/workerd/workerd.capnp";
using Common = import "common.capnp";
# Each comes from a folder of `networks`, which the launcher chooses with --import-path.
using Database = import "/database.capnp";
using Files = import "/files.capnp";

const config :Workerd.Config = (
  v8Flags = Common.v8Flags,
  services = .services,
  sockets = [
    (name = "api", http = (), service = "api"),
    (name = "frontend", http = (), service = "admin"),
  ],
);

const services :List(Workerd.Service) = [
  (name = "api", worker = .api),
  (name = "storage", worker = .storage),
  (name = "realtime", worker = .realtime),
  (name = "cron-backup", worker = .cronBackup),
  (name = "admin", worker = .admin),
  (name = "auth", external = (http = ())),
  (name = "functions-edge", worker = .functionsEdge),
  (name = "functions", external = (http = ())),
  # The process that starts and ends those in which functions run.
  (name = "runner", external = (http = ())),
  (name = "feed", external = (http = ())),
  # Makes and restores backups.
  (name = "backup-host", external = (http = ())),
  # Reports the TCP send queues of connections, and which clients have closed theirs. The runtime does neither.
  (name = "supervisor", external = (http = ())),
  Common.gatewayService,
  # For SQL sessions over TCP. The API opens no other connection by itself.
  (name = "database", network = Database.network),
  # What storage can reach: the S3 service, or nothing.
  (name = "files", network = Files.network),
  # The bytes of files. The remains of an interrupted write begin with a dot.
  (name = "blobs", disk = (writable = true, allowDotfiles = true)),
  # The built files of the dashboard.
  (name = "dashboard", disk = (writable = false)),
  Common.objects,
  Common.nothing,
];

const api :Workerd.Worker = (
  modules = [(name = "index.js", esModule = embed "../workers/api/dist/worker.js")],
  compatibilityDate = "2026-10-31",
  # Tells the worker when a client goes away, so that the client's SQL is cancelled.
  compatibilityFlags = ["no_web_socket_compression", "enable_request_signal"],
  globalOutbound = "database",
  bindings = [
    (name = "AUTH", service = "auth"),
    (name = "STORAGE", service = "storage"),
    (name = "REALTIME", service = "realtime"),
    (name = "BACKUP", service = "cron-backup"),
    (name = "FUNCTIONS", service = "functions"),
    (name = "FUNCTIONS_EDGE", service = "functions-edge"),
    (name = "PG", service = "pg-gateway"),
    (name = "SUPERVISOR", service = "supervisor"),
    (name = "SETTINGS", fromEnvironment = "API_SETTINGS"),
  ],
);

const storage :Workerd.Worker = (
  modules = [(name = "index.js", esModule = embed "../workers/storage/dist/worker.js")],
  compatibilityDate = "2026-10-31",
  globalOutbound = "files",
  durableObjectNamespaces =
    [(className = "Janitor", uniqueKey = "selfdb-storage-janitor", enableSql = true)],
  durableObjectStorage = (localDisk = "objects"),
  bindings = [
    (name = "BLOBS", service = "blobs"),
    (name = "PG", service = "pg-gateway"),
    (name = "JANITOR", durableObjectNamespace = "Janitor"),
    (name = "SETTINGS", fromEnvironment = "STORAGE_SETTINGS"),
  ],
);

# The sockets. The change feed is a process of its own (realtime.capnp).
const realtime :Workerd.Worker = (
  modules = [(name = "index.js", esModule = embed "../workers/realtime/dist/worker.js")],
  compatibilityDate = "2026-10-31",
  # Compression would compress every frame again for each socket, with a window for each.
  compatibilityFlags = ["no_web_socket_compression"],
  globalOutbound = "nothing",
  durableObjectNamespaces = [(className = "Hub", uniqueKey = "selfdb-realtime-hub", enableSql = true)],
  durableObjectStorage = (localDisk = "objects"),
  bindings = [
    (name = "PG", service = "pg-gateway"),
    (name = "FEED_SERVICE", service = "feed"),
    (name = "SUPERVISOR", service = "supervisor"),
    (name = "HUB", durableObjectNamespace = "Hub"),
    (name = "SETTINGS", fromEnvironment = "REALTIME_SETTINGS"),
  ],
);

const cronBackup :Workerd.Worker = (
  modules = [(name = "index.js", esModule = embed "../workers/cron-backup/dist/worker.js")],
  compatibilityDate = "2026-10-31",
  globalOutbound = "nothing",
  bindings = [
    (name = "PG", service = "pg-gateway"),
    (name = "BACKUP_HOST", service = "backup-host"),
    (name = "SETTINGS", fromEnvironment = "BACKUP_SETTINGS"),
  ],
);

const functionsEdge :Workerd.Worker = (
  modules = [(name = "index.js", esModule = embed "../workers/functions/dist/edge/edge.js")],
  compatibilityDate = "2026-10-31",
  globalOutbound = "nothing",
  bindings = [
    (name = "FUNCTIONS", service = "functions"),
    (name = "PG", service = "pg-gateway"),
    (name = "RUNNER", service = "runner"),
    (name = "SETTINGS", fromEnvironment = "FUNCTIONS_SETTINGS"),
  ],
);

const admin :Workerd.Worker = (
  modules = [(name = "index.js", esModule = embed "../admin/dist/worker.js")],
  compatibilityDate = "2026-10-31",
  compatibilityFlags = ["no_web_socket_compression"],
  globalOutbound = "nothing",
  bindings = [
    (name = "API", service = (name = "api", entrypoint = "dashboard")),
    (name = "ASSETS", service = "dashboard"),
    (name = "SETTINGS", fromEnvironment = "ADMIN_SETTINGS"),
  ],
);
