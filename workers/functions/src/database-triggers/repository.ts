import type { Database } from '@selfdb/server/db/database';
import type { FeedLoss } from '@selfdb/shared/realtime/feed-changes';
import { sql } from 'kysely';
import type { ChangeJob } from './change-job.ts';
import { queuedChanges, toldLosses } from './statement/queued-changes.ts';

/** A table with a trigger that runs, and the columns of its primary key. */
interface TriggeredTable {
  relid: number;
  key: string[] | null;
}

/** How far the triggers have taken the changes of the feed, and of which tables they take them. */
export interface TriggerState {
  cursor: string;
  tables: TriggeredTable[];
}

/** Undefined while no table has a trigger. */
export async function findTriggerState(db: Database): Promise<TriggerState | undefined> {
  const rows = await db.query(sql<TriggerState>`
    select c.cursor, (
      select coalesce(json_agg(json_build_object('relid', t.relid::bigint, 'key', selfdb.key_columns(t.relid))), '[]')
      from (select distinct relid from selfdb.database_triggers() where runs) t) as tables
    from selfdb.trigger_cursor c`);
  return rows[0];
}

export interface TakenChanges {
  since: string;
  through: string;
  /** The tables that the feed was asked for. */
  relids: number[];
  jobs: ChangeJob[];
  losses: FeedLoss[];
}

/**
 * Puts changes into the queue and moves the cursor, or neither: if another has moved it, or if a table has got a trigger since that
 * the feed was not asked for. Returns the number of jobs.
 */
export async function saveChanges(
  db: Database,
  { since, through, relids, jobs, losses }: TakenChanges,
): Promise<number> {
  const rows = await db.query(sql<{ jobs: number }>`
    with wanted as materialized (select * from selfdb.database_triggers() where runs),
    moved as (
      update selfdb.trigger_cursor set cursor = ${through} where cursor = ${since}
        and not exists (select from wanted where relid::bigint <> all (${relids}::bigint[]))
      returning 1),
    ${queuedChanges(jobs)},
    ${toldLosses(losses)}
    select count(*)::int as jobs from jobs`);
  return rows[0]?.jobs ?? 0;
}
