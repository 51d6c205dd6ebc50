import type { Principal } from '@selfdb/server/auth/principal';
import { audit } from '@selfdb/server/db/audit';
import { me, type RoleRow } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import { containsPattern } from '@selfdb/server/db/text/like';
import { wireTime } from '@selfdb/server/db/wire-time';
import { cutText } from '@selfdb/shared/cut-text';
import type { CreateSqlHistoryEntry, ListSqlHistory, SqlHistoryEntry } from '@selfdb/shared/sql/schema';
import { type RawBuilder, sql } from 'kysely';
import type { RunKinds } from '../statements/run-kinds.ts';

const KEPT_PER_USER = 1000;
/** A list shows all that is stored, so its size is bounded here. */
const MAX_QUERY_CHARACTERS = 8192;
const MAX_ERROR_CHARACTERS = 1024;

/** Without an id if there is no entry. */
export type EntryRow = RoleRow & (SqlHistoryEntry | { id: null });

/** `my_role` and, where the common table expression `page` has rows, an entry each. */
const answer = sql`
  select (select role from me) as my_role, id, query, read_only, success, error,
    row_count::float8 as row_count, execution_time_ms, ${wireTime('page.created_at')} as created_at
  from (select) as always left join page on true`;

/** Inserts an ADMIN's entry; with `prune`, also deletes the user's entries beyond the newest thousand. One row. */
export function insertHistoryEntry(
  db: Database,
  who: Principal,
  entry: CreateSqlHistoryEntry,
  prune: boolean,
): Promise<EntryRow[]> {
  return db.query(sql<EntryRow>`with ${insertion(who, entry, prune)} ${answer}`);
}

/** The same, but returns a cursor of the change feed that the run comes before, if there is a feed. */
export async function insertRun(
  db: Database,
  who: Principal,
  run: CreateSqlHistoryEntry,
  kinds: RunKinds,
  prune: boolean,
): Promise<string | undefined> {
  const rows = await db.query(sql<{ cursor: string | null }>`
    with ${insertion(who, run, prune)}, ${auditRun(who, run, kinds)}
    select selfdb.feed_cursor() as cursor from page`);
  return rows[0]?.cursor ?? undefined;
}

/** The audit log gets what kinds of statements ran, never their text, which may contain passwords. */
function auditRun(who: Principal, run: CreateSqlHistoryEntry, kinds: RunKinds): RawBuilder<unknown> {
  const details = {
    ...kinds,
    read_only: run.read_only,
    row_count: run.row_count,
    execution_time_ms: Math.round(run.execution_time_ms ?? 0),
  };
  return audit(who, 'sql.executed', 'sql', {
    outcome: run.error === null ? 'ok' : 'failed',
    rows: sql`select null::uuid as target_id, null::text as target_name,
      ${JSON.stringify(details)}::jsonb || jsonb_build_object('history_id', id) as details from page`,
  });
}

function insertion(who: Principal, entry: CreateSqlHistoryEntry, prune: boolean): RawBuilder<unknown> {
  const { query, read_only, error, row_count, execution_time_ms } = entry;
  const pruned = sql`pruned as (
    delete from selfdb.sql_history where id in (
      select id from selfdb.sql_history where user_id = (select id from me where role = 'ADMIN')
      order by created_at desc, id desc offset ${KEPT_PER_USER - 1}::int)),`;
  return sql`${me(who)}, ${prune ? pruned : sql``} page as (
    insert into selfdb.sql_history (user_id, query, read_only, success, error, row_count, execution_time_ms)
    select id, ${cutText(query, MAX_QUERY_CHARACTERS)}, ${read_only}::bool, ${error === null}::bool,
      ${error === null ? null : cutText(error, MAX_ERROR_CHARACTERS)}, ${row_count}::bigint, ${execution_time_ms}::float8
    from me where role = 'ADMIN' returning *)`;
}

/** The caller's entries, newest first; one row without an id if there are none. */
export function selectHistory(db: Database, who: Principal, list: ListSqlHistory): Promise<EntryRow[]> {
  const matches = list.search ? sql`and query ilike ${containsPattern(list.search)}` : sql``;
  return db.query(sql<EntryRow>`
    with ${me(who)}, page as (
      select * from selfdb.sql_history
      where user_id = (select id from me) and (select role from me) = 'ADMIN' ${matches}
      order by created_at desc, id desc limit ${list.limit}::bigint offset ${list.skip}::bigint)
    ${answer} order by page.created_at desc, id desc`);
}

/** Deletes the caller's entries. One row: `my_role`. */
export async function deleteHistory(db: Database, who: Principal): Promise<RoleRow | undefined> {
  const rows = await db.query(sql<RoleRow>`
    with ${me(who)}, deleted as (
      delete from selfdb.sql_history where user_id = (select id from me where role = 'ADMIN'))
    select (select role from me) as my_role`);
  return rows[0];
}
