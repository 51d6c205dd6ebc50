import { readSettings, table } from '@selfdb/settings';

export interface GatewayOptions {
  /** The server, user, password and database of the system's own statements. */
  databaseUrl: string;
  /** The same server and database as another role, for statements on users' tables. */
  databaseSqlUrl?: string | undefined;
  /** Connections to Postgres, of both roles together. */
  poolSize: number;
  /** How many of them are for the system, when there are two roles. */
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
  /** Writes one log line, given without its line end. */
  log: (line: string) => void;
}

/** The variable of each limit. */
const LIMITS = {
  poolSize: 'PG_POOL_SIZE',
  systemPoolSize: 'PG_SYSTEM_POOL_SIZE',
  queueSize: 'PG_QUEUE_SIZE',
  queueStallMs: 'PG_QUEUE_STALL_MS',
  statementTimeoutMs: 'PG_STATEMENT_TIMEOUT_MS',
  userStatementTimeoutMs: 'PG_USER_STATEMENT_TIMEOUT_MS',
  callerShare: 'PG_CALLER_SHARE',
  callerQueueSize: 'PG_CALLER_QUEUE_SIZE',
  callerStallMs: 'PG_CALLER_STALL_MS',
  maxResponseBytes: 'PG_MAX_RESPONSE_BYTES',
} as const;

type Limits = Record<keyof typeof LIMITS, number>;
type Variable = (typeof LIMITS)[keyof typeof LIMITS];

const fixed = {
  maxRequestBytes: 64 * 1024 * 1024,
  log: (line: string) => void process.stdout.write(`${line}\n`),
};

function limits(get: (name: Variable) => number): Limits {
  return Object.fromEntries(Object.entries(LIMITS).map(([key, name]) => [key, get(name)])) as Limits;
}

/** Fills in missing options with the defaults of `.env.example`. */
export function withDefaults(
  options: Pick<GatewayOptions, 'databaseUrl'> & Partial<GatewayOptions>,
): GatewayOptions {
  return { ...fixed, ...limits((name) => table[name].default), ...options };
}

/** Reads the gateway's variables; throws an Error that names each wrong or missing one. */
export function optionsFromEnv(env: NodeJS.ProcessEnv): GatewayOptions & { port: number } {
  const settings = readSettings('gateway', env);
  return {
    ...fixed,
    ...limits((name) => settings[name]),
    databaseUrl: settings.DATABASE_URL,
    databaseSqlUrl: settings.DATABASE_SQL_URL,
    port: settings.GATEWAY_PORT,
  };
}
