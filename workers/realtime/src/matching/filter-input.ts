import { JsonNumber, type JsonValue } from '@selfdb/server/json/json-value';
import { invalid } from '@selfdb/shared/errors';
import { isStorableText } from '@selfdb/shared/storable-text';

const MAX_DEPTH = 200;

/**
 * Checks the result of JSON.parse, or of `parseJson`, which keeps the digits of large numbers. Throws
 * ValidationError if it nests too deeply or contains what Postgres cannot store: NUL, lone surrogates.
 */
export function toJsonValue(value: unknown, depth = 0): JsonValue {
  if (depth > MAX_DEPTH) throw invalid(['filter'], `must not nest deeper than ${MAX_DEPTH}`, 'nesting');
  if (value === null || typeof value === 'boolean' || value instanceof JsonNumber) return value;
  if (typeof value === 'number' && Number.isFinite(value)) return new JsonNumber(String(value));
  if (typeof value === 'string') return requireFit(value);
  if (Array.isArray(value)) return value.map((item) => toJsonValue(item, depth + 1));
  if (typeof value !== 'object') throw invalid(['filter'], 'must be JSON', 'json_invalid');
  const entries = Object.entries(value).map(([key, item]) => [requireFit(key), toJsonValue(item, depth + 1)]);
  return Object.fromEntries(entries);
}

function requireFit(text: string): string {
  if (isStorableText(text)) return text;
  throw invalid(['filter'], 'must be JSON without NUL or lone surrogates', 'json_invalid');
}
