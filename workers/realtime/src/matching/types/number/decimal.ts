import { type JsonValue, scalarText } from '@selfdb/server/json/json-value';
import { trimBlanks } from '../blanks.ts';
import { type ColumnType, compareValues } from '../column-type.ts';

/** A numeric of any length: `sign * 0.digits * 10^magnitude`, shown with `scale` digits after the point. */
export interface Decimal {
  /** 3 is NaN, which is above Infinity (2); -2 is -Infinity; 0 is zero. */
  rank: -2 | -1 | 0 | 1 | 2 | 3;
  /** Without zeros at either end. */
  digits: string;
  magnitude: number;
  scale: number;
}

// numeric.c: NUMERIC_WEIGHT_MAX, NUMERIC_DSCALE_MAX.
const MAX_MAGNITUDE = 131_072;
const MAX_SCALE = 16_383;

const SPECIAL: Record<string, -2 | 2 | 3> = {
  nan: 3,
  infinity: 2,
  '+infinity': 2,
  inf: 2,
  '+inf': 2,
  '-infinity': -2,
  '-inf': -2,
};

const DECIMAL =
  /^([+-]?)(?:(\d+(?:_\d+)*)(?:\.((?:\d+(?:_\d+)*)?))?|\.(\d+(?:_\d+)*))(?:e([+-]?\d+(?:_\d+)*))?$/i;
const OTHER_BASE = /^([+-]?)(0x(?:_?[0-9a-f])+|0o(?:_?[0-7])+|0b(?:_?[01])+)$/i;

/** Reads it as numeric_in does; undefined if numeric_in refuses it. */
export function readDecimal(text: string): Decimal | undefined {
  const trimmed = trimBlanks(text);
  const rank = SPECIAL[trimmed.toLowerCase()];
  if (rank !== undefined) return { rank, digits: '', magnitude: 0, scale: 0 };
  const [, base = '', whole] = OTHER_BASE.exec(trimmed) ?? [];
  if (whole !== undefined) return finite(base, String(BigInt(whole.replaceAll('_', ''))), '', 0);
  const match = DECIMAL.exec(trimmed.includes('_') ? trimmed.replaceAll(/(?<=\d)_(?=\d)/g, '') : trimmed);
  if (!match) return undefined;
  const [, sign = '', before = '', after, onlyAfter, exponent = '0'] = match;
  return finite(sign, before, after ?? onlyAfter ?? '', Number(exponent));
}

function finite(sign: string, before: string, after: string, exponent: number): Decimal | undefined {
  const all = before + after;
  const first = all.search(/[1-9]/);
  const scale = Math.max(0, after.length - exponent);
  if (Math.abs(exponent) > 1_073_741_823 || scale > MAX_SCALE) return undefined;
  if (first < 0) return { rank: 0, digits: '', magnitude: 0, scale };
  const magnitude = before.length - first + exponent;
  if (magnitude > MAX_MAGNITUDE) return undefined;
  return { rank: sign === '-' ? -1 : 1, digits: withoutZeros(all.slice(first)), magnitude, scale };
}

function withoutZeros(digits: string): string {
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === 48) end--;
  return digits.slice(0, end);
}

export function compareDecimals(a: Decimal, b: Decimal): number {
  if (a.rank !== b.rank || (a.rank !== 1 && a.rank !== -1)) return a.rank - b.rank;
  return a.rank * (a.magnitude - b.magnitude || compareValues(a.digits, b.digits));
}

/** In the form of numeric_out, which never has an exponent. */
export function decimalText({ rank, digits, magnitude, scale }: Decimal): string {
  if (rank === 3) return 'NaN';
  if (rank === 2 || rank === -2) return rank === 2 ? 'Infinity' : '-Infinity';
  const shown = magnitude > 0 ? digits : '0'.repeat(rank === 0 ? 0 : -magnitude) + digits;
  const wholeDigits = Math.max(magnitude, 0);
  const whole = shown.slice(0, wholeDigits).padEnd(wholeDigits, '0') || '0';
  const rest = shown.slice(wholeDigits).padEnd(scale, '0');
  return `${rank === -1 ? '-' : ''}${whole}${scale > 0 ? `.${rest}` : ''}`;
}

export const numeric: ColumnType<Decimal> = {
  comparable: 'ordered',
  parse: readDecimal,
  decode: (json: JsonValue) => {
    const text = scalarText(json);
    return text === undefined ? undefined : readDecimal(text);
  },
  compare: compareDecimals,
  text: decimalText,
};
