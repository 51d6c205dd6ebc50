import type { Database } from '@selfdb/server/db/database';
import { type RawBuilder, sql } from 'kysely';
import { type Counted, FORGIVES_SECONDS, type Subject } from './limits.ts';

const FORGIVES = Object.entries(FORGIVES_SECONDS)
  .map(([kind, seconds]) => `when '${kind}' then ${seconds}`)
  .join(' ');
/** What is left of the failures of the row `f`. */
const LEFT = sql.raw(`greatest(0, f.failures - extract(epoch from now() - f.failed_at)
  / case split_part(f.subject, ':', 1) ${FORGIVES} else 1 end)`);

/** What has been counted of the subjects, as a JSON object by key: an expression. */
export function countedFailures(subjects: Subject[]): RawBuilder<unknown> {
  return sql`(
    select coalesce(json_object_agg(f.subject, json_build_object('failures', f.failures,
      'secondsSince', greatest(0, extract(epoch from now() - f.failed_at)))), '{}')
    from selfdb.login_failures f where f.subject = any (${subjects.map(({ key }) => key)}::text[]))`;
}

/** Reads the value of `countedFailures`. */
export function toCounted(counted: Record<string, Counted> = {}): Map<string, Counted> {
  return new Map(Object.entries(counted));
}

/** Counts one failure of each of the subjects, whose rows are locked in the order given. */
export async function recordFailures(db: Database, subjects: Subject[]): Promise<void> {
  const rows = sql.join(subjects.map(({ key }) => sql`(${key}::text, 1)`));
  await db.query(sql`
    insert into selfdb.login_failures as f (subject, failures) values ${rows}
    on conflict (subject) do update set failures = ${LEFT} + 1, failed_at = greatest(f.failed_at, now())`);
}

/** Removes the rows that say nothing any more. Skips locked ones: logins must never wait for it. */
export function sweepFailures(): RawBuilder<unknown> {
  return sql`delete from selfdb.login_failures where subject in (
    select f.subject from selfdb.login_failures f where ${LEFT} = 0 limit 1000 for update skip locked)`;
}
