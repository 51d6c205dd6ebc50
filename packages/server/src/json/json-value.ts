import { isStorableText } from '@selfdb/shared/storable-text';

/** A number of a JSON text as it was written, because a JavaScript number would round a bigint. */
export class JsonNumber {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

/** A value of a JSON text as JSON.parse returns it, except for numbers. */
export type JsonValue = null | boolean | string | JsonNumber | JsonValue[] | { [key: string]: JsonValue };

/** Parses JSON and keeps every number's digits. Throws a SyntaxError, also for texts that Postgres can't store. */
export function parseJson(text: string): JsonValue {
  return parse(text, (key, value, context) => {
    if (typeof value === 'string' && !isStorableText(value)) {
      throw new SyntaxError('a text with NUL or a lone surrogate');
    }
    return keepDigits(key, value, context);
  });
}

/**
 * Parses JSON that Postgres wrote and keeps every number's digits. Accepts texts that only a json column can store, as escapes.
 * Throws a SyntaxError.
 */
export function parseStoredJson(text: string): JsonValue {
  return parse(text, keepDigits);
}

/** https://tc39.es/proposal-json-parse-with-source */
type Reviver = (key: string, value: JsonValue | number, context?: { source?: string }) => JsonValue;

const parse = (text: string, reviver: Reviver): JsonValue => JSON.parse(text, reviver);

const keepDigits: Reviver = (_key, value, context) =>
  typeof value === 'number' ? new JsonNumber(context?.source ?? String(value)) : value;

/** Whether it is an object of a JSON text: neither an array nor a number. */
export function isJsonObject(value: JsonValue): value is { [key: string]: JsonValue } {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber)
  );
}

/** The value as JSON text, with the original digits. */
export function toJsonText(value: JsonValue): string {
  if (value instanceof JsonNumber) return value.source;
  if (Array.isArray(value)) return `[${value.map(toJsonText).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}:${toJsonText(item)}`)
    .join(',')}}`;
}

/** A scalar as the text that Postgres reads for any type; undefined for null, arrays and objects. */
export function scalarText(value: JsonValue): string | undefined {
  if (value instanceof JsonNumber) return value.source;
  if (typeof value === 'string') return value;
  return typeof value === 'boolean' ? String(value) : undefined;
}
