import { requireAdmin } from '@selfdb/server/db/authority';
import type { Caller } from '@selfdb/server/http/caller/caller';
import type { AppContext } from '@selfdb/server/http/context';
import { describeError } from '@selfdb/server/log';
import { isAllowedOrigin } from '@selfdb/shared/cors/origin';
import type { Cors } from '@selfdb/shared/cors/schema';
import type { ApiBindings } from '../bindings.ts';
import { createOriginsInForce, MAX_AGE_MS, type OriginsInForce } from './origins-in-force.ts';
import { type CorsRow, selectCors, selectOrigins, updateOrigins } from './repository.ts';

/** MAX_AGE_MS, and some time for requests that arrived just before. */
const SETTLE_MS = MAX_AGE_MS + 100;

let inForce: OriginsInForce | undefined;

/** The origins that are in force for a request. */
export function originsFor(c: AppContext<ApiBindings>): Promise<readonly string[]> {
  const { env, db, log } = c.var;
  inForce ??= createOriginsInForce({
    read: async () => (await selectOrigins(db)) ?? listOf(env.CORS_ORIGINS),
    initial: listOf(env.CORS_ORIGINS),
    onFailure: (error) => log('warn', 'allowed origins not read', describeError(error)),
  });
  return inForce.get((work) => {
    try {
      c.executionCtx.waitUntil(work);
    } catch {
      // Hono throws in Node, which has no execution context and finishes the work anyway.
    }
  });
}

/** The allowed origins, and whether `origin` is one of them. */
export async function getCors(
  { db, principal }: Caller,
  setting: string,
  origin: string | undefined,
): Promise<Cors> {
  const row = await selectCors(db, principal);
  requireAdmin(principal, row?.my_role);
  const cors = toCors(row, setting);
  return origin === undefined ? cors : { ...cors, allowed: isAllowedOrigin(cors.origins, origin) };
}

/** Sets the allowed origins, or with null those of the environment. Returns when they are in force in every process. */
export async function setCors(
  { db, principal }: Caller,
  setting: string,
  origins: string[] | null,
): Promise<Cors> {
  const row = await updateOrigins(db, principal, origins);
  requireAdmin(principal, row?.my_role);
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  return toCors(row, setting);
}

function toCors(row: CorsRow | undefined, setting: string): Cors {
  const environment = listOf(setting);
  const stored = row?.origins ?? undefined;
  return {
    origins: stored ?? environment,
    source: stored ? 'database' : 'environment',
    environment,
    changed_at: row?.changed_at ?? null,
  };
}

/** The entries of CORS_ORIGINS. */
function listOf(setting: string): string[] {
  return setting.split(',').flatMap((entry) => entry.trim() || []);
}
