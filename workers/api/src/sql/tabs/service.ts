import { requireAdmin } from '@selfdb/server/db/authority';
import { AppError } from '@selfdb/shared/errors';
import type { CreateSqlTab, ListSqlTabs, SqlTab, UpdateSqlTab } from '@selfdb/shared/sql/tab';
import type { RequestContext } from '../../request-context.ts';
import * as repository from './repository.ts';

export async function listTabs({ db, principal }: RequestContext, list: ListSqlTabs): Promise<SqlTab[]> {
  const rows = await repository.selectTabs(db, principal, list);
  requireAdmin(principal, rows[0]?.my_role);
  return rows.filter((row) => row.id !== null).map(toTab);
}

export async function createTab({ db, principal }: RequestContext, tab: CreateSqlTab): Promise<SqlTab> {
  const created = await repository.insertTab(db, principal, tab);
  requireAdmin(principal, created?.my_role);
  if (created && created.id !== null) return toTab(created);
  throw new AppError('conflict', `You have ${repository.MAX_TABS} tabs. Close one first.`);
}

export async function updateTab(
  { db, principal }: RequestContext,
  id: string,
  change: UpdateSqlTab,
): Promise<SqlTab> {
  const changed = await repository.updateTab(db, principal, id, change);
  requireAdmin(principal, changed?.my_role);
  if (!changed?.exists) throw noSuchTab();
  if (changed.id !== null) return toTab(changed);
  throw new AppError(
    'conflict',
    'The tab was changed elsewhere in the meantime. Load it again, or send your change without `updated_at` to overwrite it.',
  );
}

export async function deleteTab({ db, principal }: RequestContext, id: string): Promise<void> {
  const deleted = await repository.deleteTab(db, principal, id);
  requireAdmin(principal, deleted?.my_role);
  if (!deleted || deleted.id === null) throw noSuchTab();
}

function noSuchTab(): AppError {
  return new AppError('not_found', 'You have no such tab.');
}

function toTab(row: Extract<repository.TabRow, { id: string }>): SqlTab {
  const { id, name, query, position, created_at, updated_at } = row;
  const tab = { id, name, query, position, created_at, updated_at };
  return row.truncated ? { ...tab, truncated: true } : tab;
}
