import type { FilterColumn } from '../filter/tree.ts';
import { JsonNumber, type JsonValue } from './json-value.ts';

/** More than any integer type of Postgres has. */
const MAX_DIGITS = 30;
const INTEGERS = new Set(['smallint', 'integer', 'bigint']);

/** Whether a column has an integer type, a domain over one, or an array of them. */
export function isOfIntegers({ cast, base }: Pick<FilterColumn, 'cast' | 'base'>): boolean {
  return INTEGERS.has((base ?? cast).replaceAll('[]', ''));
}

/**
 * The digits of a whole JSON number that is written with a fraction or an exponent (`5.0`, `1e2`), a form that Postgres refuses
 * for integer types. Any other number stays unchanged.
 */
export function plainInteger(source: string): string {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source);
  if (!parts) return source;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  if (digits === '') return '0';
  const shift = Number(exponent) - fraction.length;
  if (digits.length + shift > MAX_DIGITS) return source;
  if (shift >= 0) return `${sign}${digits}${'0'.repeat(shift)}`;
  const isWhole = digits.length > -shift && endsInZeros(digits, -shift);
  return isWhole ? `${sign}${digits.slice(0, shift)}` : source;
}

function endsInZeros(digits: string, count: number): boolean {
  for (let at = digits.length - count; at < digits.length; at++) if (digits[at] !== '0') return false;
  return true;
}

/** A value for an integer column, with its numbers, also those in arrays, as `plainInteger` writes them. */
export function withPlainIntegers(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withPlainIntegers);
  return value instanceof JsonNumber ? new JsonNumber(plainInteger(value.source)) : value;
}
