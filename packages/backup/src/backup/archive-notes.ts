import type { Backup as ListedBackup } from '@selfdb/shared/backups/schema';
import { z } from 'zod';
import { parseArchiveName } from '../archive/archive-name.ts';
import { ArchiveError } from '../archive/read-archive.ts';
import { ArchiveMissing, type BackupStore, type StoredArchive } from '../store/backup-store.ts';

const noteSchema = z.object({
  kind: z.enum(['manual', 'scheduled']),
  checksum_sha256: z.string().nullable(),
  /** The size for which the checksum holds. */
  size: z.number(),
  /** When the archive was last read back or restored, and found to be what its manifest says. */
  proven_at: z.string().nullable(),
  error: z.string().nullable(),
});

type Note = z.infer<typeof noteSchema>;

/** A backup as `GET /backups` lists it, apart from the job that is at work on it. */
export type Backup = Omit<ListedBackup, 'job_id' | 'status'> & { status: 'good' | 'failed' };

/** All archives, newest first. One that was copied here by hand has no checksum until it is verified. */
export async function listBackups(store: BackupStore): Promise<Backup[]> {
  return Promise.all((await store.list()).map((archive) => describe(store, archive)));
}

/** One archive. Throws an ArchiveMissing. */
export async function getBackup(store: BackupStore, filename: string): Promise<Backup> {
  const archive = (await store.list()).find((stored) => stored.filename === filename);
  if (!archive) throw new ArchiveMissing(filename);
  return describe(store, archive);
}

/** Records that an archive was read and found good, or why it was not. */
export async function noteProof(
  store: BackupStore,
  filename: string,
  proof: { kind: Note['kind']; size: number; sha256: string; at: Date } | { error: string },
): Promise<void> {
  const known = await readNote(store, filename);
  if ('error' in proof) {
    const note: Note = known ?? {
      kind: 'manual',
      size: 0,
      checksum_sha256: null,
      proven_at: null,
      error: null,
    };
    return store.writeNote(filename, { ...note, error: proof.error } satisfies Note);
  }
  await store.writeNote(filename, {
    kind: proof.kind,
    size: proof.size,
    checksum_sha256: proof.sha256,
    proven_at: proof.at.toISOString(),
    error: null,
  } satisfies Note);
}

/** Throws an ArchiveError unless the bytes of an archive are those that were recorded when it was made. */
export async function requireKnownSum(
  store: BackupStore,
  filename: string,
  { size, sha256 }: { size: number; sha256: string },
): Promise<void> {
  const note = await readNote(store, filename);
  if (note?.size === size && note.checksum_sha256 !== null && note.checksum_sha256 !== sha256)
    throw new ArchiveError('The archive has another checksum than when it was made.');
}

async function describe(store: BackupStore, { filename, size, modifiedAt }: StoredArchive): Promise<Backup> {
  const { createdAt, name } = parseArchiveName(filename) ?? { createdAt: modifiedAt, name: undefined };
  const note = await readNote(store, filename);
  // The note of an archive that was replaced by hand says nothing about the new one.
  const valid = note && (note.size === size || note.error !== null) ? note : undefined;
  return {
    filename,
    size,
    created_at: createdAt.toISOString(),
    name: name ?? null,
    kind: valid?.kind ?? 'manual',
    status: valid?.error ? 'failed' : 'good',
    checksum_sha256: valid?.checksum_sha256 ?? null,
    proven_at: valid?.proven_at ?? null,
    error: valid?.error ?? null,
  };
}

async function readNote(store: BackupStore, filename: string): Promise<Note | undefined> {
  return noteSchema.safeParse(await store.readNote(filename)).data;
}
