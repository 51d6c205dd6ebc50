import { type JsonValue, scalarText } from '@selfdb/server/json/json-value';
import { trimBlanks } from '../blanks.ts';
import type { ColumnType } from '../column-type.ts';

/**
 * A float with its original text: Postgres also writes the shortest digits, but formats them differently from
 * JavaScript.
 */
interface Float {
  value: number;
  text: string;
}

/** real and double precision. NaN equals itself and sorts highest. */
export function float(bits: 32 | 64): ColumnType<Float> {
  const parse = (text: string) => readFloat(text, bits);
  return {
    comparable: 'ordered',
    parse,
    decode: (json: JsonValue) => {
      const text = scalarText(json);
      return text === undefined ? undefined : parse(text);
    },
    compare: ({ value: a }, { value: b }) => {
      if (a < b) return -1;
      if (a > b) return 1;
      return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
    },
    text: ({ text }) => text,
  };
}

const FLOAT = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const WORDS = /^([+-]?)(?:(inf|infinity)|(nan))$/i;

/** Reads it as float8in and float4in do, except hexadecimal floats; undefined if out of range. */
function readFloat(source: string, bits: 32 | 64): Float | undefined {
  const text = trimBlanks(source);
  const [, sign, infinity, nan] = WORDS.exec(text) ?? [];
  if (nan) return { value: Number.NaN, text };
  if (infinity) return { value: sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY, text };
  if (!FLOAT.test(text)) return undefined;
  const value = bits === 32 ? Math.fround(Number(text)) : Number(text);
  const isTooSmall = value === 0 && /[1-9]/.test(text.replace(/e.*/i, ''));
  return Number.isFinite(value) && !isTooSmall ? { value, text } : undefined;
}
