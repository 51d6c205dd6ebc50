const TIME = /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(\.\d+)?(?:Z|\+00(?::00)?)?$/;
const WHOLE = new Set(['smallint', 'integer', 'bigint']);
const FRACTIONS = new Set(['real', 'double precision']);

/**
 * Which of two values of a column comes first in Postgres: negative, zero or positive. Undefined if only Postgres can tell, as
 * for text, whose order is that of a language. Neither is null.
 */
export function compareValues(type: string, a: unknown, b: unknown): number | undefined {
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(type, a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (typeof a !== 'string' || typeof b !== 'string') return undefined;
  if (type === 'uuid') return compareTexts(a.toLowerCase(), b.toLowerCase());
  if (type === 'date' && isDate(a) && isDate(b)) return compareTexts(a, b);
  if (type.startsWith('timestamp')) return compareTimes(a, b);
  return undefined;
}

/** Whether two values of a column are the same one to Postgres. */
export function isSame(type: string, a: unknown, b: unknown): boolean | undefined {
  const isText = type === 'text' || type.startsWith('character varying');
  if (isText && typeof a === 'string' && typeof b === 'string') return a === b;
  const order = compareValues(type, a, b);
  return order === undefined ? undefined : order === 0;
}

function compareNumbers(type: string, a: number, b: number): number | undefined {
  const isExact = FRACTIONS.has(type) || (WHOLE.has(type) && Number.isSafeInteger(a));
  // JSON.parse rounds, so two numbers may be equal only here.
  return a === b && !isExact ? undefined : a - b;
}

function compareTimes(a: string, b: string): number | undefined {
  const [left, right] = [TIME.exec(a), TIME.exec(b)];
  if (!left?.[1] || !right?.[1]) return undefined;
  const toText = (time: string, fraction = '.') => time.replace(' ', 'T') + fraction.padEnd(10, '0');
  return compareTexts(toText(left[1], left[2]), toText(right[1], right[2]));
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text);
}
