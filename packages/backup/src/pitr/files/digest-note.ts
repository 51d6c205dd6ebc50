import { type Recipient, Stanza } from 'age-encryption';

const TYPE = 'selfdb/sha256';
/** The note is the first of a header. */
const HEADER_START = new RegExp(`^age-encryption\\.org/v1\\n-> ${TYPE} ([0-9a-f]{64})\\n`);
const START_BYTES = 256;

/**
 * The SHA-256 of a file's content, for the header of an encrypted one: so it can be compared without the key that opens it. Other
 * readers skip it (https://c2sp.org/age, "Recipient stanza").
 */
export function digestNote(digest: string): Recipient {
  return { wrapFileKey: () => [new Stanza([TYPE, digest], new Uint8Array(0))] };
}

/** The digest in the header of an encrypted file. */
export async function readDigestNote(stored: AsyncIterable<Uint8Array>): Promise<string | undefined> {
  let start = Buffer.alloc(0);
  for await (const bytes of stored) {
    start = Buffer.concat([start, bytes]);
    if (start.byteLength >= START_BYTES) break;
  }
  return HEADER_START.exec(start.toString('latin1', 0, START_BYTES))?.[1];
}
