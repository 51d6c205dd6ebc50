import { parseExact } from '../../../ui/format/exact-json.ts';

/** What a typed JSON text means, or why it is none. */
export type ReadJson<T> = { value: T; error?: undefined } | { error: string };

/** Any JSON value. An empty text stands for an empty object. */
export function readJson(text: string): ReadJson<unknown> {
  if (text.trim() === '') return { value: {} };
  try {
    return { value: parseExact(text) };
  } catch (error) {
    return { error: `This is not JSON: ${error instanceof Error ? error.message : 'it does not end'}.` };
  }
}

/** A JSON object. An empty text stands for an empty one. */
export function readJsonObject(text: string): ReadJson<Record<string, unknown>> {
  const read = readJson(text);
  if (read.error !== undefined) return read;
  const { value } = read;
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { value: { ...value } }
    : { error: 'Write a JSON object, such as {"status": "online"}.' };
}
