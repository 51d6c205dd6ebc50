const MAX_HEADER_CHARACTERS = 4096;
const TAG_BYTES = 12;

/** A tag that changes with the bytes. */
export async function entityTag(bytes: ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes), 0, TAG_BYTES);
  return `"${[...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')}"`;
}

/** Whether a client that sent this `If-None-Match` has the bytes already. */
export function isUnchanged(header: string | null, tag: string): boolean {
  if (header === null) return false;
  const given = header.slice(0, MAX_HEADER_CHARACTERS).split(',');
  return given.some((each) => each.trim() === '*' || each.trim().replace(/^W\//, '') === tag);
}
