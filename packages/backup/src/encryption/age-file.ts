import { createCipheriv, hkdfSync } from 'node:crypto';
import { PartBuffer } from '@selfdb/s3/part-buffer';
import {
  Decrypter,
  Encrypter,
  generateX25519Identity,
  identityToRecipient,
  type Recipient,
} from 'age-encryption';
import type { ArchiveKeys } from './keys.ts';

/** Of the format: https://c2sp.org/age, "Payload". */
export const CHUNK_BYTES = 64 * 1024;
export const TAG_BYTES = 16;
const SALT_BYTES = 16;

/** Takes a tenth of a second: the passphrase is also needed to read the archive back. */
const SCRYPT_WORK_FACTOR = 15;

/** The beginning of a new file, and what its chunks are sealed with. */
interface AgeHeader {
  header: Uint8Array;
  key: Uint8Array;
  /** They open the file: with a key that nobody else has if it is for the owners of public keys. */
  keys: ArchiveKeys;
}

/** The header of a new file with its salt. `note` is a further recipient, which only leaves a note in the header. */
export async function createHeader(
  { recipients, passphrase }: ArchiveKeys,
  note?: Recipient,
): Promise<AgeHeader> {
  const encrypter = new Encrypter();
  const decrypter = new Decrypter();
  const keys: ArchiveKeys = { recipients: [], identities: [], passphrase: undefined };
  if (recipients.length > 0) {
    const identity = await generateX25519Identity();
    if (note) encrypter.addRecipient(note);
    for (const recipient of [...recipients, await identityToRecipient(identity)])
      encrypter.addRecipient(recipient);
    decrypter.addIdentity(identity);
    keys.identities.push(identity);
  } else if (passphrase !== undefined) {
    encrypter.setPassphrase(passphrase);
    encrypter.setScryptWorkFactor(SCRYPT_WORK_FACTOR);
    decrypter.addPassphrase(passphrase);
    keys.passphrase = passphrase;
  }
  // The library encrypts no chunks by number. Of an empty file, the header and the salt are left.
  const empty = await encrypter.encrypt(new Uint8Array(0));
  const header = empty.subarray(0, -TAG_BYTES);
  const fileKey = await decrypter.decryptHeader(header.subarray(0, -SALT_BYTES));
  const key = hkdfSync('sha256', fileKey, header.subarray(-SALT_BYTES), 'payload', 32);
  return { header, key: new Uint8Array(key), keys };
}

/** Seals content chunk by chunk, as it comes. */
export class ChunkSealer {
  readonly #key: Uint8Array;
  readonly #chunk = new PartBuffer(CHUNK_BYTES);
  #number: number;

  /** `first`: the number of the first chunk. */
  constructor(key: Uint8Array, first: number) {
    this.#key = key;
    this.#number = first;
  }

  /** The chunks that are full and not the last. */
  *push(bytes: Uint8Array): Generator<Buffer> {
    for (const full of this.#chunk.fill(bytes)) yield this.#seal(full, false);
  }

  /** The last chunk. */
  end(): Buffer {
    return this.#seal(this.#chunk.bytes, true);
  }

  #seal(bytes: Uint8Array, isLast: boolean): Buffer {
    const sealed = seal(this.#key, bytes, this.#number, isLast);
    this.#number += 1;
    return sealed;
  }
}

/** One chunk with its tag. The nonce has 11 bytes of the chunk's number and one that marks the last. */
export function seal(key: Uint8Array, bytes: Uint8Array, number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(number, 5, 6);
  nonce[11] = isLast ? 1 : 0;
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_BYTES });
  return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** A whole file, from its header on. */
export async function* sealStream(
  { header, key }: Pick<AgeHeader, 'header' | 'key'>,
  content: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield header;
  const sealer = new ChunkSealer(key, 0);
  for await (const bytes of content) yield* sealer.push(bytes);
  yield sealer.end();
}
