import { type BaseBackup, baseFile } from './base-backup.ts';
import type { WalArchive } from './wal-archive.ts';

const SEGMENT = /^[0-9A-F]{24}$/;

/**
 * Throws an ArchiveLocked if no key opens a base backup, or the newest part of the log. Another key may have been set in between;
 * then the recovery fails there.
 */
export async function requireKey(archive: WalArchive, base: BaseBackup): Promise<void> {
  const newest = (await archive.list()).findLast((name) => SEGMENT.test(name));
  await begin(archive.files.read(baseFile(base)));
  if (newest !== undefined) await begin(archive.compressed(newest));
}

/** The key is needed for the first bytes. */
async function begin(content: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of content) return;
}
