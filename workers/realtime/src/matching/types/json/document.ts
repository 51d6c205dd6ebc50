import { isJsonObject, JsonNumber, type JsonValue } from '@selfdb/server/json/json-value';
import { compareCodePoints } from '../code-points.ts';
import { type Decimal, decimalText, readDecimal } from '../number/decimal.ts';

/** A jsonb document. Keys of objects are in jsonb's order: shorter ones first, in bytes. */
export type Document = null | boolean | string | Decimal | Document[] | Map<string, Document>;

/** Undefined if jsonb cannot store one of the numbers. */
export function toDocument(json: JsonValue): Document | undefined {
  if (json instanceof JsonNumber) return readDecimal(json.source);
  if (Array.isArray(json)) {
    const items: Document[] = [];
    for (const value of json) {
      const item = toDocument(value);
      if (item === undefined) return undefined;
      items.push(item);
    }
    return items;
  }
  return isJsonObject(json) ? toMap(Object.entries(json)) : json;
}

function toMap(entries: [string, JsonValue][]): Document | undefined {
  const map = new Map<string, Document>();
  const sizes = new Map(entries.map(([key]) => [key, sizeOf(key)]));
  const inOrder = entries.sort(
    ([a], [b]) => (sizes.get(a) ?? 0) - (sizes.get(b) ?? 0) || compareCodePoints(a, b),
  );
  for (const [key, value] of inOrder) {
    const item = toDocument(value);
    if (item === undefined) return undefined;
    map.set(key, item);
  }
  return map;
}

const utf8 = new TextEncoder();

function sizeOf(key: string): number {
  return utf8.encode(key).length;
}

/** In the form of jsonb_out. */
export function documentText(value: Document): string {
  if (isDecimal(value)) return decimalText(value);
  if (Array.isArray(value)) return `[${value.map(documentText).join(', ')}]`;
  if (!(value instanceof Map)) return JSON.stringify(value);
  return `{${[...value].map(([key, item]) => `${JSON.stringify(key)}: ${documentText(item)}`).join(', ')}}`;
}

export function isDecimal(value: Document): value is Decimal {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Map);
}
