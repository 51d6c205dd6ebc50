import type { Principal } from '@selfdb/server/auth/principal';
import { requireAlive } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import { pgErrorOf } from '@selfdb/server/db/errors/pg-error';
import { isOfInnerCode, isRaised } from '@selfdb/server/db/errors/pg-origin';
import { SystemRefusal } from '@selfdb/server/db/errors/to-app-error';
import { AppError } from '@selfdb/shared/errors';
import type { RequestContext } from '../request-context.ts';
import { type Action, type GateRow, tableMeta } from './repository.ts';
import { type DescribedTable, isSameTable, type TableMeta, toTableMeta } from './table-meta.ts';

const MAX_TABLES = 1000;
const MAX_ATTEMPTS = 5;
const remembered = new Map<string, TableMeta>();

/** Thrown by work on a table when the table is no longer what its metadata says. */
class StaleTableError extends Error {
  override name = 'StaleTableError';
}

/** A refusal by a statement that saw the current data. */
class RefusedError extends AppError {
  override name = 'RefusedError';
}

/**
 * Does work that needs a table's metadata, for a caller who may do the action. It uses the remembered metadata first.
 * If the work fails in a way that stale metadata could explain, it reads the catalog and, if that has changed, does the
 * work again. That read also decides whether the caller may use the table, so that only callers who may see errors that
 * mention columns and values.
 */
export async function withTable<T>(
  { db, principal }: RequestContext,
  id: string,
  action: Action,
  work: (table: TableMeta) => Promise<T>,
): Promise<T> {
  let table = remembered.get(id);
  let failure: unknown;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    if (table) {
      try {
        return await work(table);
      } catch (error) {
        if (isFinal(error)) throw error;
        failure = error;
        if (isCollision(error)) continue;
      }
    }
    const current = await loadTable(db, principal, id, action);
    if (table && isSameTable(table, current) && !(failure instanceof StaleTableError)) throw failure;
    table = current;
  }
  if (isCollision(failure)) throw failure;
  throw new AppError('unavailable', 'The table is being changed. Try again shortly.', {
    cause: failure,
    retryAfterSeconds: 1,
  });
}

/** Reads a table's metadata again. Throws unauthenticated for a dead session, not_found, and what `requireOpenGate` throws. */
async function loadTable(db: Database, principal: Principal, id: string, action: Action): Promise<TableMeta> {
  const [row] = await db.query(tableMeta(principal, id, action));
  requireAlive(principal, row?.my_role);
  if (!row || row.name === null) {
    forgetTable(id);
    throw noSuchTable();
  }
  if (!row.open) throw refusal(principal);
  return rememberTable(row);
}

/** Remembers the metadata that `tableMeta` found, for the next work on the table. */
export function rememberTable(row: DescribedTable): TableMeta {
  const table = toTableMeta(row);
  if (remembered.size >= MAX_TABLES) remembered.clear();
  remembered.set(table.id, table);
  return table;
}

/** Forgets a table that this worker has just changed. */
export function forgetTable(id: string): void {
  remembered.delete(id);
}

export function noSuchTable(): AppError {
  return new RefusedError('not_found', 'There is no such table.');
}

/** The row that a statement found if its `gate` let the caller through. Throws the refusal, or StaleTableError. */
export function requireOpenGate<Row extends GateRow>(principal: Principal, found: Row | undefined): Row {
  if (principal.kind === 'user' && !found?.my_role) {
    throw new RefusedError('unauthenticated', 'The session has ended. Sign in again.');
  }
  if (!found?.fresh) throw new StaleTableError();
  if (!found.open) throw refusal(principal);
  return found;
}

function refusal(principal: Principal): AppError {
  if (principal.kind === 'anonymous') return noSuchTable();
  return new RefusedError('forbidden', "Only the table's owner or an administrator may do this.");
}

/** Whether Postgres rolled the statement back because of a concurrent one: a deadlock or a serialization failure. */
function isCollision(error: unknown): boolean {
  const pg = pgErrorOf(error);
  return pg !== undefined && !isRaised(pg) && (pg.code === '40P01' || pg.code === '40001');
}

const FINAL_CODES = new Set(['unavailable', 'busy', 'too_large']);

/**
 * Whether the error is about the current data. Other errors come before the statement has decided anything (unknown
 * columns, values that do not fit their type, functions that Postgres runs when it plans), and stale metadata may be the
 * cause.
 */
function isFinal(error: unknown): boolean {
  if (error instanceof RefusedError) return true;
  if (error instanceof SystemRefusal) return error.state !== 'SD412';
  if (!(error instanceof AppError)) return !(error instanceof StaleTableError);
  const pg = pgErrorOf(error);
  if (pg && isRaised(pg)) return false;
  if (FINAL_CODES.has(error.code)) return true;
  // Postgres checks constraints (class 23) when it writes rows, after the gate has allowed that.
  return pg?.code.startsWith('23') === true && !isOfInnerCode(pg);
}
