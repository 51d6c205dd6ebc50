import { Cron } from 'croner';

const FIELDS = 5;
const SHOWN_RUNS = 5;

/** When backups are due. */
export interface Timetable {
  /** Five fields; empty for never. */
  cron: string;
  timezone: string;
}

/** What is wrong with a timetable: the field, and a sentence that completes it. Undefined if nothing is. */
export function findFault({ cron, timezone }: Timetable): { loc: string[]; message: string } | undefined {
  if (!isTimeZone(timezone))
    return { loc: ['body', 'timezone'], message: 'must be a time zone such as Europe/Berlin' };
  if (cron === '') return undefined;
  const message = 'must have five fields: minute, hour, day of month, month, day of week, such as 0 3 * * *';
  if (cron.trim().split(/\s+/).length !== FIELDS) return { loc: ['body', 'cron'], message };
  try {
    if (nextRun({ cron, timezone }, new Date()) === undefined)
      return { loc: ['body', 'cron'], message: 'names a day that never comes' };
    return undefined;
  } catch {
    return { loc: ['body', 'cron'], message };
  }
}

/** The first run after a time. Undefined without one. */
export function nextRun({ cron, timezone }: Timetable, after: Date): Date | undefined {
  if (cron === '') return undefined;
  return parse(cron, timezone).nextRun(after) ?? undefined;
}

export function nextRuns({ cron, timezone }: Timetable, after: Date): Date[] {
  return cron === '' ? [] : parse(cron, timezone).nextRuns(SHOWN_RUNS, after);
}

function parse(cron: string, timezone: string): Cron {
  return new Cron(cron, { timezone, paused: true });
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
