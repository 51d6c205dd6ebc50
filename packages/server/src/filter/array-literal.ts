import { invalid } from '@selfdb/shared/errors';
import { type JsonValue, scalarText } from '../json/json-value.ts';

/** A JSON array as a Postgres array literal: `{"a",NULL,{"b"}}`. Throws a ValidationError if it contains an object. */
export function arrayLiteral(values: JsonValue[], loc: (string | number)[]): string {
  const items = values.map((value) => {
    if (value === null) return 'NULL';
    if (Array.isArray(value)) return arrayLiteral(value, loc);
    const text = scalarText(value);
    if (text === undefined) throw invalid(loc, 'must hold strings, numbers or booleans');
    return quoted(text);
  });
  return literalOf(items);
}

/** Texts as a Postgres array literal. */
export function literalOfTexts(texts: string[]): string {
  return literalOf(texts.map(quoted));
}

const literalOf = (items: string[]): string => `{${items.join(',')}}`;

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;
