import { requireAdmin } from '@selfdb/server/db/authority';
import type { ListSqlHistory, SqlHistoryEntry } from '@selfdb/shared/sql/schema';
import type { Caller } from '../../caller.ts';
import * as repository from './repository.ts';

export async function listHistory(
  { db, principal }: Caller,
  list: ListSqlHistory,
): Promise<SqlHistoryEntry[]> {
  const rows = await repository.selectHistory(db, principal, list);
  requireAdmin(principal, rows[0]?.my_role);
  return rows.filter((row) => row.id !== null).map(({ my_role: _, ...entry }) => entry);
}

export async function clearHistory({ db, principal }: Caller): Promise<void> {
  const found = await repository.deleteHistory(db, principal);
  requireAdmin(principal, found?.my_role);
}
