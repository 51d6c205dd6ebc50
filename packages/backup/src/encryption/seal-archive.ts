import { createCipheriv, hkdfSync } from 'node:crypto';
import { PartBuffer } from '@selfdb/s3/part-buffer';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { paddingMember } from '../archive/gzip-stream.ts';
import type { BackupStore, NewArchive } from '../store/backup-store.ts';
import type { ArchiveKeys } from './keys.ts';

/** Of the format: https://c2sp.org/age, "Payload". */
const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;
const SALT_BYTES = 16;

/** Takes a tenth of a second: the passphrase is also needed to read the archive back. */
const SCRYPT_WORK_FACTOR = 15;

/**
 * Begins an archive that is encrypted before it is stored. Its head, which is written last, is in a chunk of its own, filled up
 * with an empty gzip member: chunks are encrypted one by one. `keys` open what was written, once: with a key that nobody else has
 * if the archive is for the owners of public keys.
 */
export async function createSealed(
  store: BackupStore,
  filename: string,
  headBytes: number,
  recipients: ArchiveKeys,
): Promise<{ archive: NewArchive; keys: ArchiveKeys }> {
  const { header, key, keys } = await createHeader(recipients);
  const stored = await store.create(filename, header.byteLength + CHUNK_BYTES + TAG_BYTES);
  const chunk = new PartBuffer(CHUNK_BYTES);
  let number = 1;
  const send = async (isLast: boolean) => {
    await stored.append(seal(key, chunk.bytes, number, isLast));
    number += 1;
    chunk.clear();
  };
  const archive: NewArchive = {
    ...stored,
    async append(bytes) {
      let rest = bytes.subarray(chunk.add(bytes));
      while (rest.byteLength > 0) {
        await send(false);
        rest = rest.subarray(chunk.add(rest));
      }
    },
    async finish(head) {
      await send(true);
      const first = Buffer.concat([head, paddingMember(CHUNK_BYTES - headBytes)]);
      await stored.finish(Buffer.concat([header, seal(key, first, 0, false)]));
    },
  };
  return { archive, keys };
}

/** The header of a new file with its salt, and the key of its chunks. */
async function createHeader({
  recipients,
  passphrase,
}: ArchiveKeys): Promise<{ header: Uint8Array; key: Uint8Array; keys: ArchiveKeys }> {
  const encrypter = new Encrypter();
  const decrypter = new Decrypter();
  const keys: ArchiveKeys = { recipients: [], identities: [], passphrase: undefined };
  if (recipients.length > 0) {
    const identity = await generateX25519Identity();
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

/** One chunk with its tag. The nonce has 11 bytes of the chunk's number and one that marks the last. */
function seal(key: Uint8Array, bytes: Uint8Array, number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(number, 5, 6);
  nonce[11] = isLast ? 1 : 0;
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_BYTES });
  return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}
