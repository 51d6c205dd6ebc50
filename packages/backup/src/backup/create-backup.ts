import { segmentKey } from '@selfdb/shared/files/segment-key';
import type { Client } from 'pg';
import { ARCHIVE_HEAD_BYTES, ArchiveWriter } from '../archive/archive-writer.ts';
import { ARCHIVE_FORMAT, ENTRIES, type Manifest } from '../archive/manifest.ts';
import type { BlobStorage } from '../blobs/blob-storage.ts';
import { type ArchiveKeys, isEncrypting } from '../encryption/keys.ts';
import { createSealed } from '../encryption/seal-archive.ts';
import { ScriptSums } from '../script/script-sums.ts';
import { withConnection } from '../snapshot/connect.ts';
import { dumpSnapshot } from '../snapshot/dump-snapshot.ts';
import { holdBlobs } from '../snapshot/hold-blobs.ts';
import { listSnapshotFiles, type SnapshotFile } from '../snapshot/list-files.ts';
import type { DatabaseSnapshot } from '../snapshot/take-snapshot.ts';
import type { Archives, NewArchive } from '../store/backup-store.ts';
import { FileSums, sumLine } from './file-sums.ts';
import type { Report } from './progress.ts';
import { verifyArchive } from './verify-archive.ts';

/** The system that is backed up. */
export interface BackupSource {
  /** As the role that owns the system's schemas and is a member of the one that owns the users' tables. */
  databaseUrl: string;
  blobs: BlobStorage;
  /** The text of `.env`. Undefined if there is none. */
  environment: string | undefined;
  version: string;
}

export interface BackupRequest {
  filename: string;
  name: string | undefined;
  kind: Manifest['kind'];
}

export interface FinishedBackup {
  size: number;
  sha256: string;
  manifest: Manifest;
}

/**
 * Writes one snapshot of rows, files and configuration into the store, reads it back, and publishes it only if it is what
 * was written. Throws what went wrong, and then leaves nothing.
 */
export async function createBackup(
  source: BackupSource,
  archives: Archives,
  request: BackupRequest,
  report: Report,
): Promise<FinishedBackup> {
  const hold = await holdBlobs(source.databaseUrl, `backup ${request.filename}`);
  try {
    const { archive, keys } = await createArchive(archives, request.filename);
    try {
      const manifest = await withConnection(source.databaseUrl, async (client) => {
        const writer = new ArchiveWriter(archive, new Date());
        try {
          return await writeAll(source, client, writer, request, report);
        } finally {
          writer.destroy();
        }
      });
      const { size, sha256 } = await verifyArchive(archive.read(), { manifest, keys }, report);
      await archive.publish();
      return { size, sha256, manifest };
    } catch (error) {
      await archive.discard();
      throw error;
    }
  } finally {
    await hold.release();
  }
}

async function createArchive(
  { store, keys }: Archives,
  filename: string,
): Promise<{ archive: NewArchive; keys: ArchiveKeys }> {
  if (isEncrypting(keys)) return createSealed(store, filename, ARCHIVE_HEAD_BYTES, keys);
  return { archive: await store.create(filename, ARCHIVE_HEAD_BYTES), keys };
}

async function writeAll(
  source: BackupSource,
  client: Client,
  writer: ArchiveWriter,
  { name, kind }: BackupRequest,
  report: Report,
): Promise<Manifest> {
  const { snapshot, database, tables } = await writeDatabase(source, client, writer, report);
  const files = await writeFiles(source.blobs, client, writer, report);
  const environment =
    source.environment === undefined ? null : await writer.addText(ENTRIES.environment, source.environment);
  const manifest: Manifest = {
    format: ARCHIVE_FORMAT,
    selfdb_version: source.version,
    postgres_version: snapshot.postgresVersion,
    name: name ?? null,
    kind,
    snapshot_at: snapshot.at,
    lsn: snapshot.lsn,
    migrations: snapshot.migrations,
    database,
    tables,
    files,
    environment,
  };
  await writer.addText(ENTRIES.manifest, `${JSON.stringify(manifest, null, 2)}\n`);
  await writer.finish();
  return manifest;
}

async function writeDatabase(
  source: BackupSource,
  client: Client,
  writer: ArchiveWriter,
  report: Report,
): Promise<Pick<Manifest, 'database' | 'tables'> & { snapshot: DatabaseSnapshot }> {
  const sums = new ScriptSums();
  const [sum, snapshot] = await writer.addFirst(ENTRIES.database, (entry) =>
    dumpSnapshot(source.databaseUrl, client, {
      write: (bytes, { databaseBytes }) => {
        sums.push(bytes);
        entry.write(bytes);
        report({ step: 'database', bytes: entry.size, total: databaseBytes });
      },
      ready: () => entry.ready(),
    }),
  );
  return { snapshot, database: { ...sum, definitions_sha256: sums.end() }, tables: sums.tables };
}

/** Writes the files, and after them a list of their checksums, as `sha256sum --check` reads it. */
async function writeFiles(
  blobs: BlobStorage,
  client: Client,
  writer: ArchiveWriter,
  report: Report,
): Promise<Manifest['files']> {
  const listed = await client.query<{ total: number }>(
    'select coalesce(sum(f.size), 0)::float8 as total from selfdb.files f join selfdb.buckets b on b.id = f.bucket_id where b.deleted_at is null',
  );
  const total = listed.rows[0]?.total;
  const sums = new FileSums();
  for await (const file of listSnapshotFiles(client)) {
    const sum = await writer.addFile(file.entry, file.size, bytesOf(blobs, file));
    if (sum.sha256 !== file.sha256)
      throw new Error(`The bytes of the file ${file.id} have changed since it was uploaded.`);
    sums.add(file);
    report({ step: 'files', bytes: sums.size, total });
  }
  await writer.addFile(ENTRIES.fileSums, sums.listBytes, sumLines(client));
  return sums.end();
}

async function* bytesOf(blobs: BlobStorage, { blobId, segments }: SnapshotFile): AsyncGenerator<Uint8Array> {
  for (const [segment] of segments) yield* blobs.read(segmentKey({ blobId, segment }));
}

async function* sumLines(client: Client): AsyncGenerator<Uint8Array> {
  for await (const file of listSnapshotFiles(client)) yield Buffer.from(sumLine(file));
}
