import type { Principal } from '@selfdb/shared/auth/principal';
import { requireAlive } from '@selfdb/shared/db/authority';
import type { Database, Row } from '@selfdb/shared/db/database';
import { pgErrorOf } from '@selfdb/shared/db/pg-errors';
import { AppError, ValidationError } from '@selfdb/shared/errors';
import { selectTableMeta } from './repository.ts';
import { type TableMeta, toTableMeta } from './table-meta.ts';

const MAX_TABLES = 1000;
const remembered = new Map<string, TableMeta>();

/** Thrown by work on a table when the table is no longer what its metadata says. */
export class StaleTableError extends Error {
  override name = 'StaleTableError';
}

/**
 * Does work that needs a table's metadata. The remembered metadata is used first; when the work finds it stale,
 * or fails in a way that an older picture of the columns explains, the catalog is read and the work done once more.
 */
export async function withTable<T>(
  db: Database,
  principal: Principal,
  id: string,
  work: (table: TableMeta) => Promise<T>,
): Promise<T> {
  const known = remembered.get(id.toLowerCase());
  if (known) {
    try {
      return await work(known);
    } catch (error) {
      if (!isExplainedByAge(error)) throw error;
    }
  }
  const table = await loadTable(db, principal, id);
  return retry(table, work);
}

/** Reads a table's metadata anew. Throws not_found, and unauthenticated for a dead session. */
export async function loadTable(db: Database, principal: Principal, id: string): Promise<TableMeta> {
  const row = await selectTableMeta(db, principal, id);
  requireAlive(principal, row?.my_role);
  if (!row?.name) {
    forgetTable(id);
    throw noSuchTable();
  }
  const table = toTableMeta(row);
  if (remembered.size >= MAX_TABLES) remembered.clear();
  remembered.set(table.id, table);
  return table;
}

/** Drops what is remembered of a table that this worker has just changed. */
export function forgetTable(id: string): void {
  remembered.delete(id.toLowerCase());
}

export function noSuchTable(): AppError {
  return new AppError('not_found', 'There is no such table.');
}

/** What the `gate` of a statement found: throws the refusal, or StaleTableError. */
export function requireOpen(principal: Principal, found: Row | undefined): void {
  requireAlive(principal, found?.my_role);
  if (!found?.fresh) throw new StaleTableError();
  if (found.open) return;
  if (principal.kind === 'anonymous') throw noSuchTable();
  throw new AppError('forbidden', "Only the table's owner or an administrator may do this.");
}

async function retry<T>(table: TableMeta, work: (table: TableMeta) => Promise<T>): Promise<T> {
  try {
    return await work(table);
  } catch (error) {
    if (!(error instanceof StaleTableError) && pgErrorOf(error)?.code !== 'SD412') throw error;
    throw new AppError('conflict', 'The table is being changed. Try again.', { cause: error });
  }
}

/** A column that is missing, renamed or of another type (class 42), or that the metadata does not know yet. */
function isExplainedByAge(error: unknown): boolean {
  if (error instanceof StaleTableError || error instanceof UnknownColumnError) return true;
  const state = pgErrorOf(error)?.code;
  return state !== undefined && (state.startsWith('42') || state === 'SD412');
}

/** A column that the metadata does not know. */
export class UnknownColumnError extends ValidationError {
  override name = 'UnknownColumnError';

  constructor(loc: (string | number)[], column: string) {
    super([{ loc, msg: `The table has no column ${JSON.stringify(column)}`, type: 'unknown_field' }]);
  }
}
