import type { Database } from '@selfdb/server/db/database';
import type { FeedLoss } from '@selfdb/shared/realtime/feed-changes';
import { type RawBuilder, sql } from 'kysely';
import type { ChangeJob } from './change-job.ts';
import { queuedChanges, toldLosses } from './statement/queued-changes.ts';
import { queuedDeliveries } from './statement/queued-deliveries.ts';

/** A table with a trigger that runs or a webhook that sends, and the columns of its primary key. */
interface TriggeredTable {
  relid: number;
  key: string[] | null;
  /** Whether outbound webhooks send its changes. */
  is_sent: boolean;
}

/** How far the triggers have taken the changes of the feed, and of which tables they take them. */
export interface TriggerState {
  cursor: string;
  tables: TriggeredTable[];
  replays: Replay[];
}

/** Changes that a function gets again: those after the cursor, and through another. */
export interface Replay {
  function_id: string;
  owner_id: string;
  cursor: string;
  through: string;
  tables: TriggeredTable[];
}

/** Undefined while no table has a trigger. */
export async function findTriggerState(db: Database): Promise<TriggerState | undefined> {
  const rows = await db.query(sql<TriggerState>`
    with running as materialized (select distinct function_id, relid from selfdb.database_triggers() where runs)
    select c.cursor, ${tablesOf(sql`
      select relid, bool_or(is_sent) as is_sent from (
        select relid, false as is_sent from running
        union all select relid, true from selfdb.outbound_webhooks()) needed
      group by relid`)} as tables, (
      select coalesce(json_agg(json_build_object('function_id', r.function_id, 'owner_id', f.owner_id, 'cursor', r.cursor, 'through', r.through,
        'tables', ${tablesOf(sql`select w.relid, false as is_sent from running w where w.function_id = r.function_id`)})), '[]')
      from selfdb.function_replays r join selfdb.functions f on f.id = r.function_id
      where r.function_id in (select function_id from running)) as replays
    from selfdb.trigger_cursor c`);
  return rows[0];
}

/** The tables of a query, which selects `relid` and `is_sent`. */
function tablesOf(query: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select coalesce(json_agg(json_build_object('relid', t.relid::bigint, 'key', selfdb.key_columns(t.relid), 'is_sent', t.is_sent)), '[]')
    from (${query}) t)`;
}

export interface TakenChanges {
  since: string;
  through: string;
  /** The tables that the feed was asked for. */
  relids: number[];
  /** Those of them whose changes have a `sent_body`. */
  sentRelids: number[];
  jobs: ChangeJob[];
  losses: FeedLoss[];
}

/**
 * Puts changes into the queues and moves the cursor, or neither: if another has moved it, or if a table has got a trigger or a webhook
 * since that the feed was not asked for. Returns the number of jobs and deliveries.
 */
export async function saveChanges(
  db: Database,
  { since, through, relids, sentRelids, jobs, losses }: TakenChanges,
): Promise<number> {
  const rows = await db.query(sql<{ jobs: number }>`
    with wanted as materialized (select * from selfdb.database_triggers() where runs),
    outbound as materialized (select * from selfdb.outbound_webhooks()),
    moved as (
      update selfdb.trigger_cursor set cursor = ${through} where cursor = ${since}
        and not exists (select from wanted where relid::bigint <> all (${relids}::bigint[]))
        and not exists (select from outbound where relid::bigint <> all (${sentRelids}::bigint[]))
      returning 1),
    ${queuedChanges(jobs)},
    ${queuedDeliveries(losses)},
    ${toldLosses(losses)}
    select ((select count(*) from jobs) + (select count(*) from sends))::int as jobs`);
  return rows[0]?.jobs ?? 0;
}

/** Queues changes of a replay for its function and moves it on, or ends it if `isDone`; neither if another has moved it. */
export async function saveReplayed(
  db: Database,
  { function_id, cursor }: Replay,
  { through, jobs, losses }: Pick<TakenChanges, 'through' | 'jobs' | 'losses'>,
  isDone: boolean,
): Promise<number> {
  const isThere = sql`function_id = ${function_id}::uuid and cursor = ${cursor}`;
  const rows = await db.query(sql<{ jobs: number }>`
    with wanted as materialized (select * from selfdb.database_triggers() where runs and function_id = ${function_id}::uuid),
    moved as (${
      isDone
        ? sql`delete from selfdb.function_replays where ${isThere} returning 1`
        : sql`update selfdb.function_replays set cursor = ${through} where ${isThere} returning 1`
    }),
    ${queuedChanges(jobs)},
    ${toldLosses(losses)}
    select count(*)::int as jobs from jobs`);
  return rows[0]?.jobs ?? 0;
}
