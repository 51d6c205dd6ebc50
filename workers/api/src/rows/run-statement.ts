import type { Database, Written } from '@selfdb/server/db/database';
import { followCatalog } from '@selfdb/server/db/follow-catalog';
import { requireSmall } from '@selfdb/server/growth/require-small';
import { requireOpenGate } from '../catalog/catalog.ts';
import type { GateRow } from '../catalog/repository.ts';
import type { RequestContext } from '../request-context.ts';
import { domainError } from './errors/domain-errors.ts';
import type { Candidates } from './errors/locate-bad-value.ts';
import { lacksReplicaIdentity, toRowError } from './errors/row-errors.ts';
import { unfitValueError } from './errors/unfit-values.ts';

/** Runs a statement that reads, and checks what its gate found. An error about a value names its column. */
export async function runRead<Row extends GateRow>(
  context: RequestContext,
  candidates: Candidates,
  run: () => Promise<Row | undefined>,
): Promise<Row> {
  return requireOpenGate(context.principal, await namingBadValue(context, candidates, run));
}

/** The same for a statement that writes. Sends the client a cursor of the change feed that the write comes before. */
export async function runWrite<Row extends GateRow & { body?: string | null; count?: number }>(
  context: RequestContext,
  candidates: Candidates,
  run: () => Promise<Written<Row>>,
): Promise<Row> {
  const { rows, cursor } = await namingBadValue(context, candidates, () => followingCatalog(context.db, run));
  const found = requireOpenGate(context.principal, rows[0]);
  const isWritten = found.body !== null && found.count !== 0;
  if (isWritten) context.sendCursor(cursor);
  return found;
}

/** Runs a statement again if SQL altered the table and realtime had not caught up. */
async function followingCatalog<T>(db: Database, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!lacksReplicaIdentity(error)) throw error;
    await followCatalog(db);
    return await run();
  }
}

async function namingBadValue<T>(
  { db, growth }: RequestContext,
  candidates: Candidates,
  run: () => Promise<T>,
): Promise<T> {
  requireSmall(candidates, growth);
  try {
    return await run();
  } catch (error) {
    throw (
      (await domainError(db.tables, error, candidates)) ??
      (await unfitValueError(db.tables, error, candidates)) ??
      toRowError(error, candidates.exact ?? candidates)
    );
  }
}
