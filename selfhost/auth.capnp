# The auth process: alone, because one password hash holds its JavaScript thread for about 25 ms.
# The launcher gives the addresses on the command line and the variables in the environment.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  v8Flags = ["--max-semi-space-size=16"],
  services = [
    (name = "auth", worker = .auth),
    (name = "pg-gateway", external = (address = "127.0.0.1:8430", http = ())),
    (name = "nothing", network = (allow = [])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:8431", http = (), service = "auth")],
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
    (name = "USERS_VISIBLE_TO", fromEnvironment = "USERS_VISIBLE_TO"),
    (name = "ACCESS_TOKEN_TTL_SECONDS", fromEnvironment = "ACCESS_TOKEN_TTL_SECONDS"),
    (name = "REFRESH_TOKEN_TTL_SECONDS", fromEnvironment = "REFRESH_TOKEN_TTL_SECONDS"),
    (name = "LOGIN_FAILURES_PER_ACCOUNT", fromEnvironment = "LOGIN_FAILURES_PER_ACCOUNT"),
    (name = "LOGIN_FAILURES_PER_ADDRESS", fromEnvironment = "LOGIN_FAILURES_PER_ADDRESS"),
    (name = "SQL_MAX_TIMEOUT_MS", fromEnvironment = "SQL_MAX_TIMEOUT_MS"),
    (name = "SQL_MAX_ROWS", fromEnvironment = "SQL_MAX_ROWS"),
  ],
);
