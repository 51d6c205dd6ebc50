import type { Manifest } from './archive/manifest.ts';
import { ArchiveError } from './archive/read-archive.ts';
import { noteProof, requireKnownSum } from './backup/archive-notes.ts';
import { type BackupRequest, type BackupSource, createBackup } from './backup/create-backup.ts';
import { ManifestMissing } from './backup/manifest-missing.ts';
import type { Report } from './backup/progress.ts';
import { verifyArchive } from './backup/verify-archive.ts';
import { isEarlierArchive, requireEarlierArchive } from './earlier/earlier-archive.ts';
import { restoreEarlier } from './earlier/restore-earlier.ts';
import { openArchive } from './encryption/open-archive.ts';
import { withMaintenance } from './restore/maintenance.ts';
import {
  type FinishedRestore,
  proveArchive,
  type RestoreTarget,
  restoreBackup,
} from './restore/restore-backup.ts';
import { ScriptError } from './script/script-event.ts';
import { ArchiveMissing, type Archives } from './store/backup-store.ts';

export interface BackupDone {
  filename: string;
  size: number;
  sha256: string;
  manifest: Manifest;
}

/** Makes a backup, and records that it was read back. Throws JobRunning while another job runs. */
export function runBackup(
  source: BackupSource,
  archives: Archives,
  request: BackupRequest,
  report: Report,
): Promise<BackupDone> {
  return withMaintenance(source.databaseUrl, async () => {
    const { store } = archives;
    await store.sweep();
    const { filename, kind } = request;
    const { size, sha256, manifest } = await createBackup(source, archives, request, report);
    await noteProof(store, filename, { kind, size, sha256, at: new Date() });
    return { filename, size, sha256, manifest };
  });
}

/**
 * Reads an archive back; with a `target`, also restores it into a database of its own, dumps that again, compares the two, and
 * drops it. Records the result. Throws an ArchiveError or a ScriptError if the archive is not good, an
 * ArchiveLocked if no key opens it.
 */
export async function runVerify(
  { store, keys }: Archives,
  filename: string,
  target: RestoreTarget | undefined,
  report: Report,
): Promise<BackupDone> {
  try {
    const { size, sha256, manifest } = await verifyArchive(store.read(filename), { keys }, report);
    await requireKnownSum(store, filename, { size, sha256 });
    if (target) await proveArchive(target, openArchive(store.read(filename), keys), manifest, report);
    await noteProof(store, filename, { kind: manifest.kind, size, sha256, at: new Date() });
    return { filename, size, sha256, manifest };
  } catch (error) {
    if (error instanceof ManifestMissing && isEarlierArchive(error.contents))
      throw new ArchiveError(
        'An archive of SelfDB 0.0.5 has no checksums to compare it with. Restoring it reads and counts everything first.',
      );
    if (error instanceof ArchiveError || error instanceof ScriptError)
      await noteProof(store, filename, { error: error.message });
    throw error;
  }
}

/** Replaces the database by that of an archive, of this version or of 0.0.5. See restoreBackup and restoreEarlier. */
export async function runRestore(
  archives: Archives,
  filename: string,
  target: RestoreTarget,
  report: Report,
): Promise<FinishedRestore> {
  if (!(await archives.store.list()).some((archive) => archive.filename === filename))
    throw new ArchiveMissing(filename);
  try {
    return await restoreBackup(target, archives, filename, report);
  } catch (error) {
    if (!(error instanceof ManifestMissing)) throw error;
    const contents = requireEarlierArchive(error);
    const read = () => openArchive(archives.store.read(filename), archives.keys);
    return restoreEarlier(target, { filename, read, contents }, report);
  }
}
