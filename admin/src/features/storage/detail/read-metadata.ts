import { isExactNumber, parseExact } from '../../../ui/format/exact-json.ts';

/** Reads typed metadata: a JSON object, with all digits of its numbers. The empty text is an empty object. */
export function readMetadata(text: string): { metadata: Record<string, unknown> } | { problem: string } {
  if (text.trim() === '') return { metadata: {} };
  try {
    const value = parseExact(text);
    if (isRecord(value)) return { metadata: value };
  } catch {
    return { problem: 'This is not JSON. Names and texts need double quotes.' };
  }
  return { problem: 'Write an object: {"author": "Ada"}.' };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isExactNumber(value);
}
