/** A number of a JSON text as it was written: JavaScript's own numbers would round a bigint. */
export class JsonNumber {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

/** A value of a JSON text: as JSON.parse gives it, but for numbers. */
export type JsonValue = null | boolean | string | JsonNumber | JsonValue[] | { [key: string]: JsonValue };

/** Parses JSON and keeps every number's digits. Throws SyntaxError, also for texts that Postgres can't hold. */
export function parseJson(text: string): JsonValue {
  // The third argument: https://tc39.es/proposal-json-parse-with-source
  const keepDigits = (_key: string, value: JsonValue | number, context?: { source?: string }) => {
    if (typeof value === 'number') return new JsonNumber(context?.source ?? String(value));
    if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) {
      throw new SyntaxError('a text with NUL or a lone surrogate');
    }
    return value;
  };
  return JSON.parse(text, keepDigits);
}

/** The value as JSON text again, with the digits it came with. */
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
