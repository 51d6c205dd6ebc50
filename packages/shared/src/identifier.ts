import { isStorableText } from './storable-text.ts';

const MAX_BYTES = 63;
const MOST_BYTES_A_CODE_UNIT = 3;
const encoder = new TextEncoder();

/** Whether Postgres takes the text as a name without changing it: 1 to 63 bytes of UTF-8 and no NUL. */
export function isIdentifier(name: string): boolean {
  if (name.length === 0 || !isStorableText(name)) return false;
  if (name.length * MOST_BYTES_A_CODE_UNIT <= MAX_BYTES) return true;
  return encoder.encode(name).length <= MAX_BYTES;
}

/** A name as a quoted SQL identifier. Throws on what Postgres would cut or refuse. */
export function quoteIdentifier(name: string): string {
  if (!isIdentifier(name)) throw new TypeError('not an identifier');
  return `"${name.replaceAll('"', '""')}"`;
}
