import cronstrue from 'cronstrue';

export type Rhythm = 'never' | 'hourly' | 'daily' | 'weekly' | 'own';

/** A schedule as its form has it. */
export interface CronDraft {
  rhythm: Rhythm;
  /** Such as 03:00. */
  time: string;
  /** 0 for Sunday. */
  weekday: string;
  /** The five fields, for a rhythm of one's own. */
  cron: string;
}

export const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const TIME = /^([01]?\d|2[0-3]):([0-5]\d)$/;
const SIMPLE = /^(\d{1,2}) (\*|\d{1,2}) \* \* (\*|[0-7])$/;

/** The form for a cron expression. */
export function readCron(cron: string): CronDraft {
  const draft: CronDraft = { rhythm: 'daily', time: '03:00', weekday: '0', cron: cron || '0 3 * * *' };
  if (cron === '') return { ...draft, rhythm: 'never' };
  const [, minute = '', hour = '', weekday = ''] = SIMPLE.exec(cron) ?? [];
  if (minute === '' || Number(minute) > 59 || Number(hour) > 23) return { ...draft, rhythm: 'own' };
  if (hour === '*') return { ...draft, rhythm: minute === '0' && weekday === '*' ? 'hourly' : 'own' };
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (weekday === '*') return { ...draft, rhythm: 'daily', time };
  return { ...draft, rhythm: 'weekly', time, weekday: String(Number(weekday) % 7) };
}

/** The cron expression of a form. Undefined if its time is none. */
export function writeCron({ rhythm, time, weekday, cron }: CronDraft): string | undefined {
  if (rhythm === 'never') return '';
  if (rhythm === 'own') return cron.trim().replace(/\s+/g, ' ');
  if (rhythm === 'hourly') return '0 * * * *';
  const [, hour, minute] = TIME.exec(time.trim()) ?? [];
  if (hour === undefined) return undefined;
  return `${Number(minute)} ${Number(hour)} * * ${rhythm === 'daily' ? '*' : weekday}`;
}

/** A cron expression as a sentence without its end: "Every day at 03:00". */
export function cronInWords(cron: string): string {
  const { rhythm, time, weekday } = readCron(cron);
  if (rhythm === 'never') return 'Never';
  if (rhythm === 'hourly') return 'Every hour';
  if (rhythm === 'daily') return `Every day at ${time}`;
  if (rhythm === 'weekly') return `Every ${WEEKDAYS[Number(weekday)]} at ${time}`;
  try {
    return cronstrue.toString(cron, { use24HourTimeFormat: true });
  } catch {
    return cron;
  }
}
