import { openArchive } from '../encryption/open-archive.ts';
import type { Archives } from '../store/backup-store.ts';
import { ENTRIES } from './manifest.ts';
import { ArchiveError, readArchive } from './read-archive.ts';

const MAX_BYTES = 1024 ** 2;

/** The `.env` of an archive of any version, which holds secrets. Undefined if it has none. */
export async function readEnvironment(
  { store, keys }: Archives,
  filename: string,
): Promise<string | undefined> {
  for await (const { name, size, content } of readArchive(openArchive(store.read(filename), keys))) {
    const isWanted = name === ENTRIES.environment;
    if (isWanted && size > MAX_BYTES) throw new ArchiveError(`The archive's ${name} has ${size} bytes.`);
    const parts: Uint8Array[] = [];
    for await (const part of content) if (isWanted) parts.push(part);
    if (isWanted) return Buffer.concat(parts).toString();
  }
  return undefined;
}
