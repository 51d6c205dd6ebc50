import { trimBlanks } from '../blanks.ts';
import { type ColumnType, compareValues } from '../column-type.ts';
import { daysOf } from './calendar.ts';
import { readTime } from './time-syntax.ts';
import { dateParts, timeText } from './timestamp.ts';

/** Days since 1970. */
export const date: ColumnType<number> = {
  comparable: 'ordered',
  parse: readDate,
  decode: (json) => (typeof json === 'string' ? readDate(json) : undefined),
  compare: compareValues,
  text: (days) => {
    if (!Number.isFinite(days)) return days > 0 ? 'infinity' : '-infinity';
    const { date: shown, era } = dateParts(days);
    return shown + era;
  },
};

// date.h
const FIRST_DAY = daysOf(-4713, 11, 24);
const END_DAY = daysOf(5_874_898, 1, 1);

/** Ignores a time after the date, and a zone. */
function readDate(text: string): number | undefined {
  const days = readTime(text)?.days ?? readWord(text);
  if (days === undefined) return undefined;
  return !Number.isFinite(days) || (days >= FIRST_DAY && days < END_DAY) ? days : undefined;
}

function readWord(text: string): number | undefined {
  const today = Math.floor(Date.now() / 86_400_000);
  const words: Record<string, number> = {
    infinity: Number.POSITIVE_INFINITY,
    '+infinity': Number.POSITIVE_INFINITY,
    '-infinity': Number.NEGATIVE_INFINITY,
    epoch: 0,
    now: today,
    today,
    tomorrow: today + 1,
    yesterday: today - 1,
  };
  const word = trimBlanks(text).toLowerCase();
  return Object.hasOwn(words, word) ? words[word] : undefined;
}

/** Microseconds since midnight. Ignores a date before the time. */
export const time: ColumnType<number> = {
  comparable: 'ordered',
  parse: (text) => readTime(text)?.time,
  decode: (json) => (typeof json === 'string' ? readTime(json)?.time : undefined),
  compare: compareValues,
  text: timeText,
};

interface ZonedTime {
  time: number;
  /** Seconds east of UTC. */
  offset: number;
}

/** timetz: by moment, then by zone from west to east. */
export const zonedTime: ColumnType<ZonedTime> = {
  comparable: 'ordered',
  parse: readZonedTime,
  decode: (json) => (typeof json === 'string' ? readZonedTime(json) : undefined),
  compare: (a, b) => a.time - a.offset * 1_000_000 - (b.time - b.offset * 1_000_000) || b.offset - a.offset,
  text: ({ time: shown, offset }) => timeText(shown) + offsetText(offset),
};

function readZonedTime(text: string): ZonedTime | undefined {
  const read = readTime(text);
  return read?.time === undefined ? undefined : { time: read.time, offset: read.offset ?? 0 };
}

function offsetText(offset: number): string {
  const seconds = Math.abs(offset);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  while (parts.length > 1 && parts.at(-1) === 0) parts.pop();
  return (offset < 0 ? '-' : '+') + parts.map((part) => String(part).padStart(2, '0')).join(':');
}
