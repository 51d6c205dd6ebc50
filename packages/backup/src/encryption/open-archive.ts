import { Decrypter } from 'age-encryption';
import { ArchiveError } from '../archive/read-archive.ts';
import { streamOf } from '../stream-of.ts';
import type { ArchiveKeys } from './keys.ts';

const MAGIC = Buffer.from('age-encryption.org/v1\n');
const NO_KEY = /^no identity matched/;

/** Thrown for an archive that none of the keys opens. It may be good. */
export class ArchiveLocked extends Error {
  constructor() {
    super(
      'The archive is encrypted, and no key opens it. Set BACKUP_AGE_IDENTITY or BACKUP_PASSPHRASE, and restart.',
    );
  }
}

/** The bytes of a `.tar.gz`, decrypted if they are encrypted. Throws an ArchiveLocked or an ArchiveError. */
export async function* openArchive(
  stored: AsyncIterable<Uint8Array>,
  keys: ArchiveKeys,
): AsyncGenerator<Uint8Array> {
  const { isEncrypted, bytes } = await lookAtStart(stored);
  yield* isEncrypted ? await decrypt(bytes, keys) : bytes;
}

/** Whether these are the bytes of an encrypted archive, which its name may not say, and all of the bytes. */
export async function lookAtStart(
  stored: AsyncIterable<Uint8Array>,
): Promise<{ isEncrypted: boolean; bytes: AsyncIterable<Uint8Array> }> {
  const bytes = stored[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  while (start.byteLength < MAGIC.byteLength) {
    const { done, value } = await bytes.next();
    if (done) break;
    start = Buffer.concat([start, value]);
  }
  async function* all() {
    if (start.byteLength > 0) yield start;
    yield* { [Symbol.asyncIterator]: () => bytes };
  }
  return { isEncrypted: start.subarray(0, MAGIC.byteLength).equals(MAGIC), bytes: all() };
}

async function decrypt(
  bytes: AsyncIterable<Uint8Array>,
  { identities, passphrase }: ArchiveKeys,
): Promise<AsyncIterable<Uint8Array>> {
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  if (passphrase !== undefined) decrypter.addPassphrase(passphrase);
  try {
    return await decrypter.decrypt(streamOf(bytes));
  } catch (error) {
    if (!(error instanceof Error) || 'code' in error) throw error;
    if (NO_KEY.test(error.message)) throw new ArchiveLocked();
    throw new ArchiveError(`The archive is damaged or cut off: ${error.message}.`, { cause: error });
  }
}
