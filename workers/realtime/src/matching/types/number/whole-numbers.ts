import { JsonNumber, type JsonValue } from '@selfdb/server/json/json-value';
import { trimBlanks } from '../blanks.ts';
import { type ColumnType, compareValues } from '../column-type.ts';

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

/** Accepts only plain digits of what oidin reads. In JSON it is a text. */
export const oid: ColumnType<number> = {
  comparable: 'ordered',
  parse: readOid,
  decode: (json: JsonValue) => (typeof json === 'string' ? readOid(json) : undefined),
  compare: compareValues,
  text: String,
};

function readOid(text: string): number | undefined {
  const value = /^(0|[1-9]\d{0,9})$/.test(text) ? Number(text) : undefined;
  return value !== undefined && value < 2 ** 32 ? value : undefined;
}

const WHOLE = /^([+-]?)(\d+(?:_\d+)*|0x(?:_?[0-9a-f])+|0o(?:_?[0-7])+|0b(?:_?[01])+)$/i;

/**
 * Reads it as pg_strtoint64_safe does: blanks around, a sign, digits with single underscores, 0x, 0o and 0b.
 */
function readWhole(text: string, bits: number): bigint | undefined {
  const [, sign, digits] = WHOLE.exec(trimBlanks(text)) ?? [];
  if (digits === undefined) return undefined;
  const magnitude = BigInt(digits.replaceAll('_', ''));
  const value = sign === '-' ? -magnitude : magnitude;
  return BigInt.asIntN(bits, value) === value ? value : undefined;
}
