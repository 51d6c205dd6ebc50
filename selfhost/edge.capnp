# The edge process: the API with its sockets and storage on one port, the dashboard (which passes /api on to it) on the
# other.
# The launcher gives the addresses on the command line and the variables in the environment.
using Workerd = import "/workerd/workerd.capnp";

# The name of a configuration is whose Postgres it is and where files lie. A database of your own may have a public
# address, and so may S3.
const localDatabase :Workerd.Config = (
  v8Flags = .v8Flags,
  services = [.apiService, .storageService, .adminService, .authService, .realtimeService, .feedService, .gatewayService, .supervisorService, .blobs, .objects, .noFiles, .nothing, .localNetwork],
  sockets = .sockets,
);
const anyDatabase :Workerd.Config = (
  v8Flags = .v8Flags,
  services = [.apiService, .storageService, .adminService, .authService, .realtimeService, .feedService, .gatewayService, .supervisorService, .blobs, .objects, .noFiles, .nothing, .anyNetwork],
  sockets = .sockets,
);
const localDatabaseS3 :Workerd.Config = (
  v8Flags = .v8Flags,
  services = [.apiService, .storageService, .adminService, .authService, .realtimeService, .feedService, .gatewayService, .supervisorService, .blobs, .objects, .s3Files, .nothing, .localNetwork],
  sockets = .sockets,
);
const anyDatabaseS3 :Workerd.Config = (
  v8Flags = .v8Flags,
  services = [.apiService, .storageService, .adminService, .authService, .realtimeService, .feedService, .gatewayService, .supervisorService, .blobs, .objects, .s3Files, .nothing, .anyNetwork],
  sockets = .sockets,
);

# A small young generation: with a larger one, what waits outside of V8's heap for a collection grows to hundreds of
# megabytes under load, for the same processor time (docs/benchmarks.md).
const v8Flags :List(Text) = ["--min-semi-space-size=8", "--max-semi-space-size=8"];

const sockets :List(Workerd.Socket) = [
  (name = "api", address = "127.0.0.1:8000", http = (), service = "api"),
  (name = "frontend", address = "127.0.0.1:3000", http = (), service = "admin"),
];

const apiService :Workerd.Service = (name = "api", worker = .api);
const storageService :Workerd.Service = (name = "storage", worker = .storage);
const adminService :Workerd.Service = (name = "admin", worker = .admin);
const authService :Workerd.Service = (name = "auth", external = (address = "127.0.0.1:8431", http = ()));
const realtimeService :Workerd.Service = (name = "realtime", worker = .realtime);
const feedService :Workerd.Service = (name = "feed", external = (address = "127.0.0.1:8433", http = ()));
const gatewayService :Workerd.Service =
  (name = "pg-gateway", external = (address = "127.0.0.1:8430", http = ()));

# What the kernel says of connections, which the runtime does not.
const supervisorService :Workerd.Service =
  (name = "supervisor", external = (address = "127.0.0.1:1", http = ()));

# The bytes of files, and what Durable Objects keep. The launcher gives the paths. What a write that was killed leaves
# behind begins with a dot.
const blobs :Workerd.Service = (name = "blobs", disk = (writable = true, allowDotfiles = true));
const objects :Workerd.Service = (name = "objects", disk = (writable = true));

# SQL sessions over TCP are all that leaves the API by itself.
const localNetwork :Workerd.Service = (name = "database", network = (allow = ["private"]));
const anyNetwork :Workerd.Service = (
  name = "database",
  network = (allow = ["private", "public"], tlsOptions = (trustBrowserCas = true)),
);
# What storage reaches: a bucket of S3, or nothing.
const noFiles :Workerd.Service = (name = "files", network = (allow = []));
const s3Files :Workerd.Service = (
  name = "files",
  network = (allow = ["private", "public"], tlsOptions = (trustBrowserCas = true)),
);
const nothing :Workerd.Service = (name = "nothing", network = (allow = []));

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
    (name = "DATABASE_URL", fromEnvironment = "DATABASE_URL"),
    (name = "DATABASE_SQL_URL", fromEnvironment = "DATABASE_SQL_URL"),
    (name = "DB_GATEWAY_URL", fromEnvironment = "DB_GATEWAY_URL"),
    (name = "SECRET_KEY", fromEnvironment = "SECRET_KEY"),
    (name = "API_KEY", fromEnvironment = "API_KEY"),
    (name = "INTERNAL_SECRET", fromEnvironment = "INTERNAL_SECRET"),
    (name = "SELFDB_ENV", fromEnvironment = "SELFDB_ENV"),
    (name = "SELFDB_VERSION", fromEnvironment = "SELFDB_VERSION"),
    (name = "LOG_LEVEL", fromEnvironment = "LOG_LEVEL"),
    (name = "CORS_ORIGINS", fromEnvironment = "CORS_ORIGINS"),
    (name = "MAX_BODY_BYTES", fromEnvironment = "MAX_BODY_BYTES"),
    (name = "MAX_NUMERIC_DIGITS", fromEnvironment = "MAX_NUMERIC_DIGITS"),
    (name = "TRUSTED_PROXIES", fromEnvironment = "TRUSTED_PROXIES"),
    (name = "PUBLIC_URL", fromEnvironment = "PUBLIC_URL"),
    (name = "PRIVATE_MEANS", fromEnvironment = "PRIVATE_MEANS"),
    (name = "ACCESS_TOKEN_TTL_SECONDS", fromEnvironment = "ACCESS_TOKEN_TTL_SECONDS"),
    (name = "REFRESH_TOKEN_TTL_SECONDS", fromEnvironment = "REFRESH_TOKEN_TTL_SECONDS"),
    (name = "LOGIN_FAILURES_PER_ACCOUNT", fromEnvironment = "LOGIN_FAILURES_PER_ACCOUNT"),
    (name = "LOGIN_FAILURES_PER_ADDRESS", fromEnvironment = "LOGIN_FAILURES_PER_ADDRESS"),
    (name = "SQL_MAX_TIMEOUT_MS", fromEnvironment = "SQL_MAX_TIMEOUT_MS"),
    (name = "SQL_MAX_ROWS", fromEnvironment = "SQL_MAX_ROWS"),
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
    (name = "DATABASE_URL", fromEnvironment = "DATABASE_URL"),
    (name = "DB_GATEWAY_URL", fromEnvironment = "DB_GATEWAY_URL"),
    (name = "SECRET_KEY", fromEnvironment = "SECRET_KEY"),
    (name = "API_KEY", fromEnvironment = "API_KEY"),
    (name = "INTERNAL_SECRET", fromEnvironment = "INTERNAL_SECRET"),
    (name = "SELFDB_ENV", fromEnvironment = "SELFDB_ENV"),
    (name = "SELFDB_VERSION", fromEnvironment = "SELFDB_VERSION"),
    (name = "LOG_LEVEL", fromEnvironment = "LOG_LEVEL"),
    (name = "CORS_ORIGINS", fromEnvironment = "CORS_ORIGINS"),
    (name = "MAX_BODY_BYTES", fromEnvironment = "MAX_BODY_BYTES"),
    (name = "TRUSTED_PROXIES", fromEnvironment = "TRUSTED_PROXIES"),
    (name = "PRIVATE_MEANS", fromEnvironment = "PRIVATE_MEANS"),
    (name = "STORAGE_BACKEND", fromEnvironment = "STORAGE_BACKEND"),
    (name = "STORAGE_MAX_FILE_BYTES", fromEnvironment = "STORAGE_MAX_FILE_BYTES"),
    (name = "STORAGE_QUOTA_BYTES", fromEnvironment = "STORAGE_QUOTA_BYTES"),
    (name = "STORAGE_UPLOAD_TTL_SECONDS", fromEnvironment = "STORAGE_UPLOAD_TTL_SECONDS"),
    (name = "STORAGE_SWEEP_AGE_SECONDS", fromEnvironment = "STORAGE_SWEEP_AGE_SECONDS"),
    (name = "S3_ENDPOINT", fromEnvironment = "S3_ENDPOINT"),
    (name = "S3_REGION", fromEnvironment = "S3_REGION"),
    (name = "S3_BUCKET", fromEnvironment = "S3_BUCKET"),
    (name = "S3_ACCESS_KEY_ID", fromEnvironment = "S3_ACCESS_KEY_ID"),
    (name = "S3_SECRET_ACCESS_KEY", fromEnvironment = "S3_SECRET_ACCESS_KEY"),
    (name = "S3_ADDRESSING", fromEnvironment = "S3_ADDRESSING"),
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
    (name = "DATABASE_URL", fromEnvironment = "DATABASE_URL"),
    (name = "DB_GATEWAY_URL", fromEnvironment = "DB_GATEWAY_URL"),
    (name = "SECRET_KEY", fromEnvironment = "SECRET_KEY"),
    (name = "API_KEY", fromEnvironment = "API_KEY"),
    (name = "INTERNAL_SECRET", fromEnvironment = "INTERNAL_SECRET"),
    (name = "SELFDB_ENV", fromEnvironment = "SELFDB_ENV"),
    (name = "SELFDB_VERSION", fromEnvironment = "SELFDB_VERSION"),
    (name = "LOG_LEVEL", fromEnvironment = "LOG_LEVEL"),
    (name = "CORS_ORIGINS", fromEnvironment = "CORS_ORIGINS"),
    (name = "TRUSTED_PROXIES", fromEnvironment = "TRUSTED_PROXIES"),
    (name = "REALTIME_SHARDS", fromEnvironment = "REALTIME_SHARDS"),
    (name = "REALTIME_MAX_SOCKETS", fromEnvironment = "REALTIME_MAX_SOCKETS"),
    (name = "MAX_NUMERIC_DIGITS", fromEnvironment = "MAX_NUMERIC_DIGITS"),
    (name = "REALTIME_MAX_FRAME_BYTES", fromEnvironment = "REALTIME_MAX_FRAME_BYTES"),
    (name = "REALTIME_MAX_JOINS", fromEnvironment = "REALTIME_MAX_JOINS"),
    (name = "REALTIME_MAX_MESSAGES_PER_SECOND", fromEnvironment = "REALTIME_MAX_MESSAGES_PER_SECOND"),
    (name = "REALTIME_MAX_BUFFERED_BYTES", fromEnvironment = "REALTIME_MAX_BUFFERED_BYTES"),
  ],
);

const admin :Workerd.Worker = (
  modules = [(name = "index.js", esModule = embed "../admin/dist/worker.js")],
  compatibilityDate = "2026-10-31",
  compatibilityFlags = ["no_web_socket_compression"],
  globalOutbound = "nothing",
  bindings = [
    (name = "API", service = (name = "api", entrypoint = "dashboard")),
    (name = "SELFDB_VERSION", fromEnvironment = "SELFDB_VERSION"),
  ],
);
