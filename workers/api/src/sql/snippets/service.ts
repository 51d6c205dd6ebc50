import { requireAdmin } from '@selfdb/server/db/authority';
import { AppError } from '@selfdb/shared/errors';
import type {
  CreateSqlSnippet,
  ListSqlSnippets,
  SqlSnippet,
  UpdateSqlSnippet,
} from '@selfdb/shared/sql/schema';
import type { RequestContext } from '../../request-context.ts';
import * as repository from './repository.ts';

export async function listSnippets(
  { db, principal }: RequestContext,
  list: ListSqlSnippets,
): Promise<SqlSnippet[]> {
  const rows = await repository.selectSnippets(db, principal, list);
  requireAdmin(principal, rows[0]?.my_role);
  return rows.filter((row) => row.id !== null).map(toSnippet);
}

export async function createSnippet(
  { db, principal }: RequestContext,
  snippet: CreateSqlSnippet,
): Promise<SqlSnippet> {
  const found = await repository.insertSnippet(db, principal, snippet);
  requireAdmin(principal, found?.my_role);
  return getSnippet(found);
}

export async function updateSnippet(
  { db, principal }: RequestContext,
  id: string,
  change: UpdateSqlSnippet,
): Promise<SqlSnippet> {
  const found = await repository.updateSnippet(db, principal, id, change);
  requireAdmin(principal, found?.my_role);
  return getSnippet(found);
}

export async function deleteSnippet({ db, principal }: RequestContext, id: string): Promise<void> {
  const found = await repository.deleteSnippet(db, principal, id);
  requireAdmin(principal, found?.my_role);
  getSnippet(found);
}

function getSnippet(row: repository.SnippetRow | undefined): SqlSnippet {
  if (!row || row.id === null) throw new AppError('not_found', 'There is no such snippet.');
  return toSnippet(row);
}

function toSnippet(row: Extract<repository.SnippetRow, { id: string }>): SqlSnippet {
  return {
    id: row.id,
    name: row.name,
    sql_code: row.sql_code,
    description: row.description,
    is_shared: row.is_shared,
    owner_id: row.owner_id,
    created_at: row.created_at,
    updated_at: row.updated_at,
    ...(row.truncated ? { truncated: true } : {}),
  };
}
