import type { Database } from '@selfdb/server/db/database';
import { missedRuns, nextScheduledRun } from './cron.ts';
import { findSchedules, type Schedule, type ScheduledRun, saveRuns } from './repository.ts';

/** Queues the runs of schedules that are due. Returns in how many seconds there may be more. */
export async function runSchedules(db: Database, now: Date): Promise<number> {
  const { schedules, seconds } = await findSchedules(db);
  const runs = schedules.flatMap((schedule) => toRun(schedule, now));
  if (runs.length === 0) return seconds ?? Number.POSITIVE_INFINITY;
  await saveRuns(db, runs);
  return 0;
}

function toRun(schedule: Schedule, now: Date): ScheduledRun[] {
  const { cron, timezone, next_run_at } = schedule;
  const next = nextScheduledRun(cron, timezone, now);
  if (!next) return [];
  const missed = next_run_at === null ? 0 : missedRuns(cron, timezone, new Date(next_run_at), now);
  return [{ ...schedule, next: next.toISOString(), missed }];
}
