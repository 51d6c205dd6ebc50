import { requireAdmin } from '@selfdb/shared/db/authority';
import type { Row } from '@selfdb/shared/db/database';
import type { ListSqlHistory, SqlHistoryEntry } from '@selfdb/shared/schemas/sql';
import type { Caller } from '../../caller.ts';
import * as repository from './repository.ts';

export async function listHistory(
  { db, principal }: Caller,
  list: ListSqlHistory,
): Promise<SqlHistoryEntry[]> {
  const rows = await repository.selectHistory(db, principal, list);
  requireAdmin(principal, rows[0]?.my_role);
  return rows.filter((row) => row.id !== null).map(toEntry);
}

export async function clearHistory({ db, principal }: Caller): Promise<void> {
  const found = await repository.deleteHistory(db, principal);
  requireAdmin(principal, found?.my_role);
}

function toEntry(row: Row): SqlHistoryEntry {
  return {
    id: String(row.id),
    query: String(row.query),
    read_only: row.read_only === true,
    success: row.success === true,
    error: row.error === null ? null : String(row.error),
    row_count: row.row_count === null ? null : Number(row.row_count),
    execution_time_ms: Number(row.execution_time_ms),
    created_at: String(row.created_at),
  };
}
