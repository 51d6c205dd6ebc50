# The realtime process: the change feed, alone, so that reading Postgres' log never waits for a socket or a request.
# Sockets are in the edge.
# The launcher gives the addresses on the command line and the variables in the environment.
using Workerd = import "/workerd/workerd.capnp";

# The name of a configuration is whose Postgres it is: a database of your own may have a public address.
const localDatabase :Workerd.Config = (
  v8Flags = .v8Flags,
  services = [.realtimeService, .gatewayService, .objects, .localNetwork],
  sockets = .sockets,
);
const anyDatabase :Workerd.Config = (
  v8Flags = .v8Flags,
  services = [.realtimeService, .gatewayService, .objects, .anyNetwork],
  sockets = .sockets,
);

const v8Flags :List(Text) = ["--min-semi-space-size=8", "--max-semi-space-size=8"];

const sockets :List(Workerd.Socket) =
  [(name = "http", address = "127.0.0.1:8433", http = (), service = "realtime")];

const realtimeService :Workerd.Service = (name = "realtime", worker = .realtime);
const gatewayService :Workerd.Service =
  (name = "pg-gateway", external = (address = "127.0.0.1:8430", http = ()));
const objects :Workerd.Service = (name = "objects", disk = (writable = true));

# The write-ahead log over TCP is all that leaves the worker by itself.
const localNetwork :Workerd.Service = (name = "database", network = (allow = ["private"]));
const anyNetwork :Workerd.Service = (
  name = "database",
  network = (allow = ["private", "public"], tlsOptions = (trustBrowserCas = true)),
);

const realtime :Workerd.Worker = (
  modules = [(name = "index.js", esModule = embed "../workers/realtime/dist/worker.js")],
  compatibilityDate = "2026-10-31",
  compatibilityFlags = ["no_web_socket_compression"],
  globalOutbound = "database",
  # The feed keeps a connection that nobody asks for.
  durableObjectNamespaces =
    [(className = "ChangeFeed", uniqueKey = "selfdb-realtime-feed", enableSql = true, preventEviction = true)],
  durableObjectStorage = (localDisk = "objects"),
  bindings = [
    (name = "PG", service = "pg-gateway"),
    (name = "FEED", durableObjectNamespace = "ChangeFeed"),
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
    (name = "REALTIME_MAX_FRAME_BYTES", fromEnvironment = "REALTIME_MAX_FRAME_BYTES"),
    (name = "REALTIME_MAX_JOINS", fromEnvironment = "REALTIME_MAX_JOINS"),
    (name = "REALTIME_MAX_MESSAGES_PER_SECOND", fromEnvironment = "REALTIME_MAX_MESSAGES_PER_SECOND"),
    (name = "REALTIME_MAX_BUFFERED_BYTES", fromEnvironment = "REALTIME_MAX_BUFFERED_BYTES"),
    (name = "REALTIME_LOG_MAX_BYTES", fromEnvironment = "REALTIME_LOG_MAX_BYTES"),
    (name = "REALTIME_LOG_MAX_AGE_SECONDS", fromEnvironment = "REALTIME_LOG_MAX_AGE_SECONDS"),
  ],
);
