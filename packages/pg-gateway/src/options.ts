export interface GatewayOptions {
  /** The server, user, password and database of the system's own statements. */
  databaseUrl: string;
  /** The same server and database as another role, for statements on users' tables. */
  databaseSqlUrl?: string | undefined;
  /** Connections to Postgres, of both roles together. */
  poolSize: number;
  /** The system's part of them, when there are two roles. */
  systemPoolSize: number;
  queueSize: number;
  queueStallMs: number;
  statementTimeoutMs: number;
  /** The same for callers who are not ADMIN. */
  userStatementTimeoutMs: number;
  /** Sessions of a pool that one caller may hold at once while its statements are slow. */
  callerShare: number;
  /** Requests of one caller that may wait. */
  callerQueueSize: number;
  /** How long a caller waits for one of its own sessions to become free. */
  callerStallMs: number;
  maxResponseBytes: number;
  maxRequestBytes: number;
  /** Takes one finished log line, without its line end. */
  log: (line: string) => void;
}

const defaults = {
  poolSize: 20,
  systemPoolSize: 6,
  queueSize: 10_000,
  queueStallMs: 700,
  statementTimeoutMs: 30_000,
  userStatementTimeoutMs: 10_000,
  callerShare: 3,
  callerQueueSize: 1_000,
  callerStallMs: 5_000,
  maxResponseBytes: 64 * 1024 * 1024,
  maxRequestBytes: 64 * 1024 * 1024,
};

function positiveInteger(env: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new Error(`${name} must be a whole number of at least 1, not "${text}"`);
  }
  return value;
}

/** Fills in missing options with the defaults of `.env.example`. */
export function withDefaults(
  options: Pick<GatewayOptions, 'databaseUrl'> & Partial<GatewayOptions>,
): GatewayOptions {
  return { ...defaults, log: (line) => process.stdout.write(`${line}\n`), ...options };
}

/** Reads the gateway's variables of `.env.example`; throws an Error that names a wrong or missing one. */
export function optionsFromEnv(env: NodeJS.ProcessEnv): GatewayOptions & { port: number } {
  const databaseUrl = env.DATABASE_URL;
  if (!databaseUrl) throw new Error('DATABASE_URL is not set: postgres://user:password@host:5432/database');
  return {
    ...withDefaults({
      databaseUrl,
      databaseSqlUrl: env.DATABASE_SQL_URL || undefined,
      poolSize: positiveInteger(env, 'PG_POOL_SIZE', defaults.poolSize),
      systemPoolSize: positiveInteger(env, 'PG_SYSTEM_POOL_SIZE', defaults.systemPoolSize),
      queueSize: positiveInteger(env, 'PG_QUEUE_SIZE', defaults.queueSize),
      queueStallMs: positiveInteger(env, 'PG_QUEUE_STALL_MS', defaults.queueStallMs),
      statementTimeoutMs: positiveInteger(env, 'PG_STATEMENT_TIMEOUT_MS', defaults.statementTimeoutMs),
      userStatementTimeoutMs: positiveInteger(
        env,
        'PG_USER_STATEMENT_TIMEOUT_MS',
        defaults.userStatementTimeoutMs,
      ),
      callerShare: positiveInteger(env, 'PG_CALLER_SHARE', defaults.callerShare),
      callerQueueSize: positiveInteger(env, 'PG_CALLER_QUEUE_SIZE', defaults.callerQueueSize),
      callerStallMs: positiveInteger(env, 'PG_CALLER_STALL_MS', defaults.callerStallMs),
      maxResponseBytes: positiveInteger(env, 'PG_MAX_RESPONSE_BYTES', defaults.maxResponseBytes),
    }),
    port: positiveInteger(env, 'GATEWAY_PORT', 8430),
  };
}
