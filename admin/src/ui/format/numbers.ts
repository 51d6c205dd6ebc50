const whole = new Intl.NumberFormat('en');
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB'];

/** A count with separators: 12,345. */
export function formatCount(count: number): string {
  return whole.format(count);
}

/** A count that fits a narrow place: 12.3K. */
export function formatShortCount(count: number): string {
  return count < 10_000 ? whole.format(count) : short.format(count);
}

/** A number with its noun: 1 row, 2,000 rows. */
export function counted(count: number, noun: string, format = formatCount): string {
  return `${format(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** A size in bytes, in the largest unit that leaves at least 1: 1.5 MB. */
export function formatBytes(bytes: number): string {
  if (bytes === 1) return '1 byte';
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  const value = bytes / 1000 ** power;
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)} ${UNITS[power]}`;
}

/** A duration: 350 ms, 2.4 s, 3 min. */
export function formatMilliseconds(ms: number): string {
  if (ms < 1) return '<1 ms';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.round(ms / 60_000)} min`;
}
