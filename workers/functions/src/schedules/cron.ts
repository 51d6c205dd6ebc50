import { Cron } from 'croner';

const FIELDS = 5;
const MAX_COUNTED = 1000;

/** What is wrong with a schedule, as a sentence that completes its name. Undefined if nothing is. */
export function scheduleFault(cron: string, timezone: string): string | undefined {
  if (!isTimeZone(timezone)) return 'timezone must be a time zone such as Europe/Berlin';
  const message =
    'cron must have five fields: minute, hour, day of month, month, day of week, such as */5 * * * *';
  // The library also reads names such as @daily, dates, and a field for seconds.
  if (cron.trim().split(/\s+/).length !== FIELDS) return message;
  try {
    return nextScheduledRun(cron, timezone, new Date()) ? undefined : 'cron names a day that never comes';
  } catch {
    return message;
  }
}

/** The first run after a time. Undefined without one. */
export function nextScheduledRun(cron: string, timezone: string, after: Date): Date | undefined {
  return new Cron(cron, { timezone, paused: true }).nextRun(after) ?? undefined;
}

/** How many runs there were after one and before now, at most 1,000. */
export function missedRuns(cron: string, timezone: string, since: Date, now: Date): number {
  const schedule = new Cron(cron, { timezone, paused: true });
  let count = 0;
  for (let at = schedule.nextRun(since); at && at <= now && count < MAX_COUNTED; at = schedule.nextRun(at))
    count += 1;
  return count;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
