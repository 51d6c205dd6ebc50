import { requireAdmin } from '@selfdb/server/db/authority';
import { AppError } from '@selfdb/shared/errors';
import type { CreateSqlHistoryEntry, ListSqlHistory, SqlHistoryEntry } from '@selfdb/shared/sql/schema';
import type { RequestContext } from '../../request-context.ts';
import type { RunKinds } from '../statements/run-kinds.ts';
import * as repository from './repository.ts';

/** One new entry in this many also deletes old ones. */
const PRUNE_EVERY = 20;

const isTimeToPrune = () => Math.random() * PRUNE_EVERY < 1;

export async function listHistory(
  { db, principal }: RequestContext,
  list: ListSqlHistory,
): Promise<SqlHistoryEntry[]> {
  const rows = await repository.selectHistory(db, principal, list);
  requireAdmin(principal, rows[0]?.my_role);
  return rows.flatMap(toEntry);
}

/** Adds an entry for SQL that the caller ran by other means. */
export async function createHistoryEntry(
  { db, principal }: RequestContext,
  entry: CreateSqlHistoryEntry,
): Promise<SqlHistoryEntry> {
  const rows = await repository.insertHistoryEntry(db, principal, entry, isTimeToPrune());
  requireAdmin(principal, rows[0]?.my_role);
  const [created] = rows.flatMap(toEntry);
  if (!created) throw new AppError('internal', 'the entry of an ADMIN was not inserted');
  return created;
}

/** Adds an entry for SQL that has just run, here and in the audit log. Returns a cursor of the change feed that the run comes before, if there is a feed. */
export function recordRun(
  { db, principal }: RequestContext,
  run: CreateSqlHistoryEntry,
  kinds: RunKinds,
): Promise<string | undefined> {
  return repository.insertRun(db, principal, run, kinds, isTimeToPrune());
}

export async function clearHistory({ db, principal }: RequestContext): Promise<void> {
  const found = await repository.deleteHistory(db, principal);
  requireAdmin(principal, found?.my_role);
}

/** Without `my_role`; nothing for a row that only has that. */
function toEntry({ my_role: _, ...entry }: repository.EntryRow): SqlHistoryEntry[] {
  return entry.id === null ? [] : [entry];
}
