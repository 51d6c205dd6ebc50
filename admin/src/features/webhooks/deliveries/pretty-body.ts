import { parseExact } from '../../../ui/format/exact-json.ts';

/** Longer bodies are shown as they came. */
const MAX_CHARACTERS = 200_000;

/** A body with lines and indents if it is JSON, with its numbers as they came. */
export function prettyBody(body: string): string {
  if (body.length > MAX_CHARACTERS) return body;
  try {
    return JSON.stringify(parseExact(body), null, 2);
  } catch {
    return body;
  }
}
