// One form everywhere: 2 Dec 2026, 09:05:07. The dashboard is in English, and a clock of 24 hours needs no AM and PM.
const full = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });
const minute = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const exactClock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];
const RELATIVE_DAYS = 7;

/** A day and a time of day: 2 Dec 2026, 09:05:07. */
export function formatTime(time: string | number | Date): string {
  return full.format(new Date(time));
}

/** A day: 2 Dec 2026. */
export function formatDay(time: string | number | Date): string {
  return day.format(new Date(time));
}

/** A day as a heading: "Today", "Yesterday", or the day. */
export function formatDayHeading(time: string | number | Date, now: number = Date.now()): string {
  const text = formatDay(time);
  if (text === formatDay(now)) return 'Today';
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  return text === formatDay(yesterday) ? 'Yesterday' : text;
}

/** The time of day without seconds, for axes: 09:05. */
export function formatMinute(time: string | number | Date): string {
  return minute.format(new Date(time));
}

/** The time of day: 09:05:07. */
export function formatClock(time: string | number | Date): string {
  return clock.format(new Date(time));
}

/** The time of day with milliseconds, always as wide: 09:05:07.012. */
export function formatExactClock(time: string | number | Date): string {
  return exactClock.format(new Date(time));
}

/** How long ago, and from a week on the date. `now` in milliseconds. */
export function formatAgo(time: string, now: number = Date.now()): string {
  const seconds = (new Date(time).getTime() - now) / 1000;
  if (Math.abs(seconds) > RELATIVE_DAYS * 86_400) return formatDay(time);
  if (Math.abs(seconds) < 5) return 'now';
  const [unit, size] = STEPS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return relative.format(Math.trunc(seconds / size), unit);
}
