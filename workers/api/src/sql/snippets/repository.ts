import type { Principal } from '@selfdb/server/auth/principal';
import { me, type RoleRow } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import { beginningOf, isShownWhole, jsonBytes } from '@selfdb/server/db/page-budget';
import { containsPattern } from '@selfdb/server/db/text/like';
import { wireTime } from '@selfdb/server/db/wire-time';
import type {
  CreateSqlSnippet,
  ListSqlSnippets,
  SqlSnippet,
  UpdateSqlSnippet,
} from '@selfdb/shared/sql/schema';
import { type RawBuilder, sql } from 'kysely';

interface FoundSnippet extends Omit<SqlSnippet, 'truncated'> {
  truncated?: boolean;
}

/** Without an id if there is no such snippet. */
export type SnippetRow = RoleRow & (FoundSnippet | { id: null });

const columns = sql`s.id, s.name, s.sql_code, s.description, s.is_shared, s.owner_id,
  ${wireTime('s.created_at')} as created_at, ${wireTime('s.updated_at')} as updated_at`;
const isAdmin = sql`(select role from me) = 'ADMIN'`;

/** `my_role` and, where the common table expression `s` has rows, a snippet each. */
const answer = sql`select (select role from me) as my_role, ${columns} from (select) as always left join s on true`;

const SORT = {
  created_at: 's.created_at',
  updated_at: 's.updated_at',
  name: 's.name collate selfdb.by_language',
} as const;

/** The caller's snippets and shared ones; one row without an id if there are none. Large snippets are cut off. */
export function selectSnippets(db: Database, who: Principal, list: ListSqlSnippets): Promise<SnippetRow[]> {
  const order = sql.raw(`${SORT[list.sort_by]} ${list.sort_order}, s.id ${list.sort_order}`);
  return db.query(sql<SnippetRow>`
    with ${me(who)}, s as (
      select s.* from selfdb.sql_snippets s
      where ${isAdmin} and (s.is_shared or s.owner_id = (select id from me)) and ${matches(list.search)}
      order by ${order} limit ${list.limit}::bigint offset ${list.skip}::bigint),
    sized as (select s.*, ${jsonBytes('s.sql_code', 's.description')} as bytes from s)
    select (select role from me) as my_role, s.id, s.name, s.is_shared, s.owner_id,
      case when whole then s.sql_code else ${beginningOf('s.sql_code')} end as sql_code,
      case when whole then s.description else ${beginningOf('s.description')} end as description, not whole as truncated,
      ${wireTime('s.created_at')} as created_at, ${wireTime('s.updated_at')} as updated_at
    from (select) as always left join (select sized.*, ${isShownWhole} as whole from sized) s on true order by ${order}`);
}

function matches(search: string | undefined): RawBuilder<unknown> {
  if (!search) return sql`true`;
  const pattern = containsPattern(search);
  return sql`(s.name ilike ${pattern} or s.sql_code ilike ${pattern} or s.description ilike ${pattern})`;
}

/** One row; without an id if the caller is not an ADMIN. */
export async function insertSnippet(
  db: Database,
  who: Principal,
  snippet: CreateSqlSnippet,
): Promise<SnippetRow | undefined> {
  const rows = await db.query(sql<SnippetRow>`
    with ${me(who)}, s as (
      insert into selfdb.sql_snippets (owner_id, name, sql_code, description, is_shared)
      select id, ${snippet.name}, ${snippet.sql_code}, ${snippet.description}, ${snippet.is_shared}::bool
      from me where role = 'ADMIN' returning *)
    ${answer}`);
  return rows[0];
}

/** One row; without an id if there is no such snippet. */
export async function updateSnippet(
  db: Database,
  who: Principal,
  id: string,
  change: UpdateSqlSnippet,
): Promise<SnippetRow | undefined> {
  const rows = await db.query(sql<SnippetRow>`
    with ${me(who)}, s as (
      update selfdb.sql_snippets set ${sql.join(assignments(change))}
      where id = ${id}::uuid and ${isAdmin} returning *)
    ${answer}`);
  return rows[0];
}

function assignments({ name, sql_code, description, is_shared }: UpdateSqlSnippet): RawBuilder<unknown>[] {
  const sets: RawBuilder<unknown>[] = [];
  if (name !== undefined) sets.push(sql`name = ${name}`);
  if (sql_code !== undefined) sets.push(sql`sql_code = ${sql_code}`);
  if (description !== undefined) sets.push(sql`description = ${description}`);
  if (is_shared !== undefined) sets.push(sql`is_shared = ${is_shared}::bool`);
  return sets.length > 0 ? [...sets, sql`updated_at = now()`] : [sql`id = id`];
}

/** One row; without an id if there is no such snippet. */
export async function deleteSnippet(
  db: Database,
  who: Principal,
  id: string,
): Promise<SnippetRow | undefined> {
  const rows = await db.query(sql<SnippetRow>`
    with ${me(who)}, s as (
      delete from selfdb.sql_snippets where id = ${id}::uuid and ${isAdmin} returning *)
    ${answer}`);
  return rows[0];
}
