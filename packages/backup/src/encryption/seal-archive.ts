import { paddingMember } from '../archive/gzip-stream.ts';
import type { BackupStore, NewArchive } from '../store/backup-store.ts';
import { CHUNK_BYTES, ChunkSealer, createHeader, seal, TAG_BYTES } from './age-file.ts';
import type { ArchiveKeys } from './keys.ts';

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
  const sealer = new ChunkSealer(key, 1);
  const archive: NewArchive = {
    ...stored,
    async append(bytes) {
      for (const sealed of sealer.push(bytes)) await stored.append(sealed);
    },
    async finish(head) {
      await stored.append(sealer.end());
      const first = Buffer.concat([head, paddingMember(CHUNK_BYTES - headBytes)]);
      await stored.finish(Buffer.concat([header, seal(key, first, 0, false)]));
    },
  };
  return { archive, keys };
}
