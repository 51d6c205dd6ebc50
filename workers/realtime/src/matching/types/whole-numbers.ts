import { JsonNumber, type JsonValue } from '@selfdb/shared/json-value';
import { trimBlanks } from './blanks.ts';
import { type ColumnType, compareValues } from './column-type.ts';

/** smallint and integer. */
export function integer(bits: 16 | 32): ColumnType<number> {
  return {
    comparable: 'ordered',
    isWhole: true,
    parse: (text) => {
      const value = readWhole(text, bits);
      return value === undefined ? undefined : Number(value);
    },
    decode: (json) => (json instanceof JsonNumber ? Number(json.source) : undefined),
    compare: compareValues,
    text: String,
  };
}

export const bigint: ColumnType<bigint> = {
  comparable: 'ordered',
  isWhole: true,
  parse: (text) => readWhole(text, 64),
  decode: (json: JsonValue) => (json instanceof JsonNumber ? readWhole(json.source, 64) : undefined),
  compare: compareValues,
  text: String,
};

const WHOLE = /^([+-]?)(\d+(?:_\d+)*|0x(?:_?[0-9a-f])+|0o(?:_?[0-7])+|0b(?:_?[01])+)$/i;

/** As pg_strtoint64_safe reads it: blanks around, a sign, digits with single underscores between, 0x, 0o and 0b. */
function readWhole(text: string, bits: number): bigint | undefined {
  const [, sign, digits] = WHOLE.exec(trimBlanks(text)) ?? [];
  if (digits === undefined) return undefined;
  const magnitude = magnitudeOf(digits.replaceAll('_', ''));
  if (magnitude === undefined) return undefined;
  const value = sign === '-' ? -magnitude : magnitude;
  return BigInt.asIntN(bits, value) === value ? value : undefined;
}

/** Of 64 bits, in binary. */
const MAX_SIGNIFICANT_DIGITS = 64;

/** Undefined of one that is too long for any integer type, which would take long to read, too. */
function magnitudeOf(digits: string): bigint | undefined {
  const prefix = /^0[xob]/i.test(digits) ? 2 : 0;
  let first = prefix;
  while (first < digits.length - 1 && digits[first] === '0') first++;
  if (digits.length - first > MAX_SIGNIFICANT_DIGITS) return undefined;
  return BigInt(digits.slice(0, prefix) + digits.slice(first));
}
