# The realtime process: only the change feed, so that reading the write-ahead log never waits for a socket or a request.
# The sockets are in the edge.
# The launcher passes the addresses on the command line and the settings in the environment.
using Workerd = import "/workerd/workerd.capnp";
using Common = import "common.capnp";
# Comes from a folder of `networks`, which the launcher chooses with --import-path.
using Database = import "/database.capnp";

const config :Workerd.Config = (
  v8Flags = Common.v8Flags,
  services = [
    (name = "realtime", worker = .realtime),
    # For replication over TCP. The worker opens no other connection by itself.
    (name = "database", network = Database.network),
    Common.gatewayService,
    Common.objects,
  ],
  sockets = [(name = "http", http = (), service = "realtime")],
);

const realtime :Workerd.Worker = (
  modules = [(name = "index.js", esModule = embed "../workers/realtime/dist/worker.js")],
  compatibilityDate = "2026-10-31",
  compatibilityFlags = ["no_web_socket_compression"],
  globalOutbound = "database",
  # The feed keeps its replication connection open without requests.
  durableObjectNamespaces =
    [(className = "ChangeFeed", uniqueKey = "selfdb-realtime-feed", enableSql = true, preventEviction = true)],
  durableObjectStorage = (localDisk = "objects"),
  bindings = [
    (name = "PG", service = "pg-gateway"),
    (name = "FEED", durableObjectNamespace = "ChangeFeed"),
    (name = "SETTINGS", fromEnvironment = "REALTIME_SETTINGS"),
  ],
);
