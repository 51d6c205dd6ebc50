import { isStorableText } from './storable-text.ts';

const MAX_BYTES = 63;
const MAX_BYTES_PER_CODE_UNIT = 3;
const encoder = new TextEncoder();

/** Whether Postgres accepts the text as a name and keeps it unchanged: 1 to 63 bytes of UTF-8 and no NUL. */
export function isIdentifier(name: string): boolean {
  if (name.length === 0 || !isStorableText(name)) return false;
  if (name.length * MAX_BYTES_PER_CODE_UNIT <= MAX_BYTES) return true;
  return encoder.encode(name).length <= MAX_BYTES;
}

/** A name as a quoted SQL identifier. Throws a TypeError for a name that Postgres would cut or refuse. */
export function quoteIdentifier(name: string): string {
  if (!isIdentifier(name)) throw new TypeError('not an identifier');
  return `"${name.replaceAll('"', '""')}"`;
}
