# The edge process: the API with its sockets and storage on one port, the dashboard (which passes /api on to it) on the
# other.
# The launcher gives the addresses on the command line and the settings in the environment.
using Workerd = import "/workerd/workerd.capnp";
using Common = import "common.capnp";
# Each from one of the folders of `networks`, which the launcher chooses with --import-path.
using Database = import "/database.capnp";
using Files = import "/files.capnp";

const config :Workerd.Config = (
  v8Flags = Common.v8Flags,
  services = [
    (name = "api", worker = .api),
    (name = "storage", worker = .storage),
    (name = "realtime", worker = .realtime),
    (name = "admin", worker = .admin),
    (name = "auth", external = (http = ())),
    (name = "feed", external = (http = ())),
    # What the kernel says of connections, which the runtime does not.
    (name = "supervisor", external = (http = ())),
    Common.gatewayService,
    # SQL sessions over TCP are all that leaves the API by itself.
    (name = "database", network = Database.network),
    # What storage reaches: a bucket of S3, or nothing.
    (name = "files", network = Files.network),
    # The bytes of files. What a write that was killed leaves behind begins with a dot.
    (name = "blobs", disk = (writable = true, allowDotfiles = true)),
    Common.objects,
    Common.nothing,
  ],
  sockets = [
    (name = "api", http = (), service = "api"),
    (name = "frontend", http = (), service = "admin"),
  ],
);

const api :Workerd.Worker = (
  modules = [(name = "index.js", esModule = embed "../workers/api/dist/worker.js")],
  compatibilityDate = "2026-10-31",
  compatibilityFlags = ["no_web_socket_compression"],
  globalOutbound = "database",
  bindings = [
    (name = "AUTH", service = "auth"),
    (name = "STORAGE", service = "storage"),
    (name = "REALTIME", service = "realtime"),
    (name = "PG", service = "pg-gateway"),
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

# Sockets. What Postgres' log brings them comes from a process of its own.
const realtime :Workerd.Worker = (
  modules = [(name = "index.js", esModule = embed "../workers/realtime/dist/worker.js")],
  compatibilityDate = "2026-10-31",
  # Every frame would be compressed again for every socket, each with a window of its own.
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

const admin :Workerd.Worker = (
  modules = [(name = "index.js", esModule = embed "../admin/dist/worker.js")],
  compatibilityDate = "2026-10-31",
  compatibilityFlags = ["no_web_socket_compression"],
  globalOutbound = "nothing",
  bindings = [(name = "API", service = (name = "api", entrypoint = "dashboard"))],
);
