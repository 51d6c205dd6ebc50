import type { Database, Written } from '@selfdb/server/db/database';
import { followCatalog } from '@selfdb/server/db/follow-catalog';
import { requireSmall } from '@selfdb/server/growth/require-small';
import type { Caller } from '../caller.ts';
import { requireOpen } from '../catalog/catalog.ts';
import type { GateRow } from '../catalog/repository.ts';
import type { Candidates } from './errors/blame.ts';
import { domainError } from './errors/domain-errors.ts';
import { lacksReplicaIdentity, toRowError } from './errors/row-errors.ts';
import { unfitValueError } from './errors/unfit-values.ts';

/** Runs a statement and checks what its gate found; an error about a value names the column that it was for. */
export async function opened<Row extends GateRow>(
  caller: Caller,
  candidates: Candidates,
  run: () => Promise<Row | undefined>,
): Promise<Row> {
  return requireOpen(caller.principal, await blamed(caller, candidates, run));
}

/** The same for a statement that writes; sends the client its position in the change feed. */
export async function written<Row extends GateRow & { body?: string | null; count?: number }>(
  caller: Caller,
  candidates: Candidates,
  run: () => Promise<Written<Row>>,
): Promise<Row> {
  const { rows, cursor } = await blamed(caller, candidates, () => followed(caller.db, run));
  const found = requireOpen(caller.principal, rows[0]);
  const isWritten = found.body !== null && found.count !== 0;
  if (isWritten) caller.tellCursor(cursor);
  return found;
}

/** Runs a statement again if SQL altered the table and realtime had not caught up. */
async function followed<T>(db: Database, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!lacksReplicaIdentity(error)) throw error;
    await followCatalog(db);
    return await run();
  }
}

async function blamed<T>({ db, growth }: Caller, candidates: Candidates, run: () => Promise<T>): Promise<T> {
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
