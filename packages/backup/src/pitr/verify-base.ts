import { createHash } from 'node:crypto';
import { ArchiveError, readArchive } from '../archive/read-archive.ts';
import type { PackedFiles } from './tar-directory.ts';

/** Reads a base backup, and throws an ArchiveError unless it has exactly the files that were packed. */
export async function verifyBase(stored: AsyncIterable<Uint8Array>, packed: PackedFiles): Promise<void> {
  const missing = new Set(packed.keys());
  for await (const { name, size, content } of readArchive(stored)) {
    const hash = createHash('sha256');
    for await (const bytes of content) hash.update(bytes);
    const expected = packed.get(name);
    if (expected?.size !== size || expected.sha256 !== hash.digest('hex'))
      throw new ArchiveError(`The base backup has another ${name} than the one that was written.`);
    missing.delete(name);
  }
  const [first] = missing;
  if (first !== undefined) throw new ArchiveError(`The base backup lacks ${first}.`);
}
