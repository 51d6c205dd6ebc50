import type { GatewayLog } from '../gateway-log.ts';
import type { GatewayOptions } from '../options.ts';
import { type PoolCounts, SessionPool } from '../pool/session-pool.ts';
import { systemSettings, tablesSettings } from '../session/session-settings.ts';
import { createCredentialCheck } from './credentials.ts';
import { createRoleRepair } from './role-repair.ts';

/** One pool for each role that the gateway logs in as, because a session never changes its login role. */
export interface Pools {
  system: SessionPool;
  /** The pool of the role that a `Neon-Connection-String` header names, if any. */
  of: (header: string | undefined) => SessionPool | undefined;
  readonly counts: PoolCounts;
  close: () => Promise<void>;
}

/** Opens nothing yet. Throws when a URL is not a Postgres URL. */
export function createPools(options: GatewayOptions, log: GatewayLog): Pools {
  const { databaseUrl, databaseSqlUrl, poolSize } = options;
  const systemSize = databaseSqlUrl ? Math.max(1, Math.min(options.systemPoolSize, poolSize - 1)) : poolSize;
  const common = {
    ...options,
    // Shared by both pools: a statement of one role may alter what the other has prepared.
    schema: { value: 0 },
    onConnectError: (error: unknown) =>
      log.event("can't connect to Postgres", { code: connectErrorCode(error) }),
  };
  const system = new SessionPool({
    ...common,
    size: systemSize,
    settings: databaseSqlUrl ? systemSettings : {},
  });
  const pools = [system];
  if (databaseSqlUrl) {
    const size = Math.max(1, poolSize - systemSize);
    const repair = createRoleRepair(system, databaseSqlUrl, log);
    pools.push(
      new SessionPool({ ...common, databaseUrl: databaseSqlUrl, size, settings: tablesSettings, repair }),
    );
  }
  const find = createCredentialCheck(databaseSqlUrl ? [databaseUrl, databaseSqlUrl] : [databaseUrl]);
  return {
    system,
    of: (header) => pools[find(header) ?? -1],
    get counts() {
      return pools.map(({ counts }) => counts).reduce(sum);
    },
    close: async () => void (await Promise.all(pools.map((pool) => pool.close()))),
  };
}

function sum(a: PoolCounts, b: PoolCounts): PoolCounts {
  return {
    active: a.active + b.active,
    idle: a.idle + b.idle,
    waiting: a.waiting + b.waiting,
    prepared: a.prepared + b.prepared,
  };
}

function connectErrorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
