import type { Database } from '@selfdb/server/db/database';
import { type RawBuilder, sql } from 'kysely';
import { DECAY_SECONDS, type FailureCount, type Subject } from './limits.ts';

const DECAY_CASES = Object.entries(DECAY_SECONDS)
  .map(([kind, seconds]) => `when '${kind}' then ${seconds}`)
  .join(' ');
/** The failures of the row `f` after decay. */
const DECAYED = sql.raw(`greatest(0, f.failures - extract(epoch from now() - f.failed_at)
  / case split_part(f.subject, ':', 1) ${DECAY_CASES} else 1 end)`);

/** An SQL expression: the recorded failures of the subjects, as a JSON object by key. */
export function countedFailures(subjects: Subject[]): RawBuilder<unknown> {
  return sql`(
    select coalesce(json_object_agg(f.subject, json_build_object('failures', f.failures,
      'secondsSince', greatest(0, extract(epoch from now() - f.failed_at)))), '{}')
    from selfdb.login_failures f where f.subject = any (${subjects.map(({ key }) => key)}::text[]))`;
}

/** Reads the value of `countedFailures`. */
export function toFailureCounts(counted: Record<string, FailureCount> = {}): Map<string, FailureCount> {
  return new Map(Object.entries(counted));
}

/**
 * Adds one failure to each subject. Locks their rows in the given order. `audited` is the common table expression that adds the
 * failure to the audit log.
 */
export async function recordFailures(
  db: Database,
  subjects: Subject[],
  audited: RawBuilder<unknown> | undefined,
): Promise<void> {
  const rows = sql.join(subjects.map(({ key }) => sql`(${key}::text, 1)`));
  await db.query(sql`
    ${audited ? sql`with ${audited}` : sql``}
    insert into selfdb.login_failures as f (subject, failures) values ${rows}
    on conflict (subject) do update set failures = ${DECAYED} + 1, failed_at = greatest(f.failed_at, now())`);
}

/** Deletes a batch of counters that have decayed to zero. Skips locked rows, so that logins never wait for it. */
export function deleteDecayedFailures(): RawBuilder<unknown> {
  return sql`delete from selfdb.login_failures where subject in (
    select f.subject from selfdb.login_failures f where ${DECAYED} = 0 limit 1000 for update skip locked)`;
}
