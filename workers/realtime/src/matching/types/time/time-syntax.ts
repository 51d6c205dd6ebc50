import { trimBlanks } from '../blanks.ts';
import { daysInMonth, daysOf } from './calendar.ts';

/** A date, a time, or both, as written. */
export interface WrittenTime {
  /** Days since 1970-01-01; undefined for a time alone. */
  days: number | undefined;
  /** Microseconds since midnight; undefined for a date alone. */
  time: number | undefined;
  /** Seconds east of UTC; undefined without a zone. */
  offset: number | undefined;
}

export const DAY_MICROSECONDS = 86_400_000_000;

const DATE = /(?:(\d{4,7})-(\d{1,2})-(\d{1,2})|(\d{4})(\d{2})(\d{2}))/;
const TIME = /(\d{1,2}):(\d{2})(?::(\d{2})(\.\d*)?)?/;
const ZONE = /(z|utc|gmt|[+-]\d{1,2}(?::\d{2}(?::\d{2})?)?|[+-]\d{4})/;
const MOMENT = new RegExp(
  `^(?:${DATE.source}(?:(?:[ \\t]*t[ \\t]*|[ \\t]+)${TIME.source})?|${TIME.source})(?:[ \\t]*${ZONE.source})?([ \\t]+(?:bc|ad))?$`,
  'i',
);

/**
 * Reads the ISO 8601 forms of a date, a time, or both, as Postgres reads and writes them: `2026-01-31`,
 * `2026-01-31T10:00:00.5+02:00`, `20260131`, `0044-03-15 10:00 BC`, `10:00`. Returns undefined for wrong forms,
 * and for others that Postgres reads, such as `31 January 2026`.
 */
export function readTime(text: string): WrittenTime | undefined {
  const match = MOMENT.exec(trimBlanks(text));
  if (!match) return undefined;
  const [y = match[4], m = match[5], d = match[6]] = match.slice(1, 4);
  const isTimeOnly = y === undefined;
  const [hours, minutes, seconds = '0', fraction = '0'] = match.slice(isTimeOnly ? 11 : 7);
  const days = isTimeOnly
    ? undefined
    : readDays(Number(y), Number(m), Number(d), /bc/i.test(match[16] ?? ''));
  const time =
    hours === undefined ? undefined : readMicroseconds(+hours, Number(minutes), +seconds, fraction);
  const offset = match[15] === undefined ? undefined : readOffset(match[15]);
  const isWrong = [days, time, offset].some(Number.isNaN) || (isTimeOnly && match[16] !== undefined);
  return isWrong ? undefined : { days, time, offset };
}

/** NaN if there is no such day. */
function readDays(year: number, month: number, day: number, isBeforeChrist: boolean): number {
  const astronomical = isBeforeChrist ? 1 - year : year;
  const isDay = year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(astronomical, month);
  return isDay ? daysOf(astronomical, month, day) : Number.NaN;
}

/** NaN if there is no such time. 24:00 exists, and second 60 is the next minute. */
function readMicroseconds(hours: number, minutes: number, seconds: number, fraction: string): number {
  const micros = roundToEven(Number(`0${fraction}`) * 1_000_000);
  const time = ((hours * 60 + minutes) * 60 + seconds) * 1_000_000 + micros;
  return minutes <= 59 && seconds <= 60 && time <= DAY_MICROSECONDS ? time : Number.NaN;
}

/** C's rint. */
function roundToEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

/** NaN from 16 hours on: MAX_TZDISP_HOUR in datetime.h. */
function readOffset(zone: string): number {
  const [, sign, hours = '', minutes = '0', seconds = '0'] =
    /^([+-])(\d{1,2}):?(\d{2})?:?(\d{2})?$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  if (Number(hours) > 15 || Number(minutes) > 59 || Number(seconds) > 59) return Number.NaN;
  return (sign === '-' ? -1 : 1) * ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds));
}
