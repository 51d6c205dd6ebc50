import { trimBlanks } from '../blanks.ts';
import { type ColumnType, compareValues } from '../column-type.ts';
import { dayOf, daysOf } from './calendar.ts';
import { DAY_MICROSECONDS, readTime } from './time-syntax.ts';

/** Since 1970 in UTC. */
type Microseconds = bigint;

const FOREVER: Microseconds = 2n ** 64n;
const NEVER: Microseconds = -FOREVER;
const DAY = BigInt(DAY_MICROSECONDS);

// timestamp.h
const FIRST: Microseconds = BigInt(daysOf(-4713, 11, 24)) * DAY;
const END: Microseconds = BigInt(daysOf(294_277, 1, 1)) * DAY;

/**
 * Timestamps with and without a zone, both in UTC: the rows API also reads an offset for those without, and
 * sessions use UTC.
 */
export function timestamp(suffix: '' | '+00'): ColumnType<Microseconds> {
  return {
    comparable: 'ordered',
    parse: readTimestamp,
    decode: (json) => (typeof json === 'string' ? readTimestamp(json) : undefined),
    compare: compareValues,
    text: (value) => timestampText(value, suffix),
  };
}

function readTimestamp(text: string): Microseconds | undefined {
  const read = readTime(text);
  if (!read) return readWord(text);
  if (read.days === undefined) return undefined;
  const value = BigInt(read.days) * DAY + BigInt((read.time ?? 0) - (read.offset ?? 0) * 1_000_000);
  return value >= FIRST && value < END ? value : undefined;
}

/** The words that timestamptz_in accepts. A moment such as "now" is the time of reading. */
function readWord(text: string): Microseconds | undefined {
  const now = BigInt(Date.now()) * 1000n;
  const today = now - (now % DAY);
  switch (trimBlanks(text).toLowerCase()) {
    case 'infinity':
    case '+infinity':
      return FOREVER;
    case '-infinity':
      return NEVER;
    case 'epoch':
      return 0n;
    case 'now':
      return now;
    case 'today':
      return today;
    case 'tomorrow':
      return today + DAY;
    case 'yesterday':
      return today - DAY;
  }
}

function timestampText(value: Microseconds, suffix: string): string {
  if (value === FOREVER) return 'infinity';
  if (value === NEVER) return '-infinity';
  const time = ((value % DAY) + DAY) % DAY;
  const { date, era } = dateParts(Number((value - time) / DAY));
  return `${date} ${timeText(Number(time))}${suffix}${era}`;
}

/** In the form of EncodeTimeOnly: up to six digits after the point, without trailing zeros. */
export function timeText(microseconds: number): string {
  const seconds = Math.floor(microseconds / 1_000_000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const clock = [h, m, s].map((part) => String(part).padStart(2, '0')).join(':');
  const fraction = String(microseconds % 1_000_000)
    .padStart(6, '0')
    .replace(/0{1,6}$/, '');
  return fraction ? `${clock}.${fraction}` : clock;
}

/** A day in ISO 8601. Years BC have a separate era. */
export function dateParts(days: number): { date: string; era: string } {
  const { year, month, day } = dayOf(days);
  const shown = year > 0 ? year : 1 - year;
  const [m, d] = [month, day].map((part) => String(part).padStart(2, '0'));
  return { date: `${String(shown).padStart(4, '0')}-${m}-${d}`, era: year > 0 ? '' : ' BC' };
}
