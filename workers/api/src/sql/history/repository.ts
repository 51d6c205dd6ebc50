import type { Principal } from '@selfdb/server/auth/principal';
import { me, type RoleRow } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import { containsPattern } from '@selfdb/server/db/like';
import { wireTime } from '@selfdb/server/db/wire-time';
import { cutText } from '@selfdb/shared/cut-text';
import type { ListSqlHistory, SqlHistoryEntry } from '@selfdb/shared/sql/schema';
import { sql } from 'kysely';

const KEPT_PER_USER = 1000;
/** A list shows all that is kept. */
const MAX_QUERY_CHARACTERS = 8192;
const MAX_ERROR_CHARACTERS = 1024;

export interface NewHistoryEntry {
  query: string;
  readOnly: boolean;
  error: string | null;
  rowCount: number | null;
  executionTimeMs: number;
}

/**
 * Keeps a run for an ADMIN; with `prune`, deletes the user's runs beyond the last thousand. Gives the place in the change
 * feed that the run is before, where there is one.
 */
export async function insertHistory(
  db: Database,
  who: Principal,
  entry: NewHistoryEntry,
  prune: boolean,
): Promise<string | undefined> {
  const pruned = sql`, pruned as (
    delete from selfdb.sql_history where id in (
      select id from selfdb.sql_history where user_id = (select id from me)
      order by created_at desc, id desc offset ${KEPT_PER_USER - 1}::int))`;
  const rows = await db.query(sql<{ cursor: string | null }>`
    with ${me(who)}${prune ? pruned : sql``}
    insert into selfdb.sql_history (user_id, query, read_only, success, error, row_count, execution_time_ms)
    select id, ${cutText(entry.query, MAX_QUERY_CHARACTERS)}, ${entry.readOnly}::bool, ${entry.error === null}::bool,
      ${entry.error === null ? null : cutText(entry.error, MAX_ERROR_CHARACTERS)},
      ${entry.rowCount}::bigint, ${entry.executionTimeMs}::float8
    from me where role = 'ADMIN'
    returning selfdb.feed_cursor() as cursor`);
  return rows[0]?.cursor ?? undefined;
}

type EntryRow = RoleRow & (SqlHistoryEntry | { id: null });

/** The caller's runs, newest first, each with `my_role`; one row without an id when there are none. */
export function selectHistory(db: Database, who: Principal, list: ListSqlHistory): Promise<EntryRow[]> {
  const matches = list.search ? sql`and query ilike ${containsPattern(list.search)}` : sql``;
  return db.query(sql<EntryRow>`
    with ${me(who)}, page as (
      select * from selfdb.sql_history
      where user_id = (select id from me) and (select role from me) = 'ADMIN' ${matches}
      order by created_at desc, id desc limit ${list.limit}::bigint offset ${list.skip}::bigint)
    select (select role from me) as my_role, id, query, read_only, success, error,
      row_count::float8 as row_count, execution_time_ms, ${wireTime('page.created_at')} as created_at
    from (select) as always left join page on true order by page.created_at desc, id desc`);
}

/** Deletes the caller's runs. One row: `my_role`. */
export async function deleteHistory(db: Database, who: Principal): Promise<RoleRow | undefined> {
  const rows = await db.query(sql<RoleRow>`
    with ${me(who)}, deleted as (
      delete from selfdb.sql_history where user_id = (select id from me where role = 'ADMIN'))
    select (select role from me) as my_role`);
  return rows[0];
}
