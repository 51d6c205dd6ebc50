import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archiveName } from '@selfdb/backup/archive/archive-name';
import { createDiskBlobs } from '@selfdb/backup/blobs/disk-blobs';
import { runBackup, runRestore } from '@selfdb/backup/jobs';
import { ScriptSplitter } from '@selfdb/backup/script/split-script';
import { startTestPostgres } from '@selfdb/pg-gateway/testing/test-postgres';
import { segmentKey } from '@selfdb/shared/files/segment-key';
import type { QueryResultRow } from 'pg';
import { parseSettings } from '../../config/load-settings.ts';
import { databaseSqlUrlOf, databaseUrlOf, type Settings } from '../../config/settings.ts';
import { withClient } from '../../database/client.ts';
import { prepareDatabase } from '../../database/prepare-database.ts';
import { type BackupSystem, backupSystemOf } from '../backup-system.ts';

const SECRETS = {
  SECRET_KEY: 'x'.repeat(16),
  API_KEY: 'x'.repeat(16),
  INTERNAL_SECRET: 'x'.repeat(16),
  POSTGRES_PASSWORD: 'p',
  ADMIN_EMAIL: 'admin@example.com',
  ADMIN_PASSWORD: 'a-password-for-tests',
};

export type BackupWorld = Awaited<ReturnType<typeof startBackupWorld>>;

/** A database with the system's tables, a directory of blobs and one of backups, and no other process of the system. */
export async function startBackupWorld() {
  const postgres = await startTestPostgres();
  await withClient({ connectionString: postgres.superuserUrl }, (client) =>
    client.query('alter role selfdb createrole createdb bypassrls'),
  );
  const directory = mkdtempSync(join(tmpdir(), 'selfdb-backup-'));
  const settings: Settings = parseSettings({
    ...SECRETS,
    DATABASE_URL: postgres.url,
    SELFDB_STATE_DIR: directory,
    BACKUP_DIR: join(directory, 'backups'),
  });
  await prepareDatabase(settings, undefined);
  const system: BackupSystem = backupSystemOf(settings);
  const asRole = (url: string) => ({
    /** Runs statements, each in a transaction of its own. */
    run: (text: string) =>
      withClient({ connectionString: url }, async (client) => {
        await client.query('set search_path to public');
        for (const statement of statementsOf(text)) await client.query(statement);
      }),
    rows: async <R extends QueryResultRow>(text: string, values: unknown[] = []): Promise<R[]> =>
      withClient({ connectionString: url }, async (client) => (await client.query<R>(text, values)).rows),
  });
  const report = () => {};
  return {
    ...system,
    store: system.archives.store,
    directory,
    backups: join(directory, 'backups'),
    blobs: createDiskBlobs(join(directory, 'blobs')),
    /** The database as the system's role, as users' SQL, and as the superuser. */
    asSystem: asRole(databaseUrlOf(settings)),
    asUser: asRole(databaseSqlUrlOf(settings)),
    asSuperuser: asRole(postgres.superuserUrl),
    backup: () => {
      const filename = archiveName(new Date(), undefined, false);
      return runBackup(system.source, system.archives, { filename, name: undefined, kind: 'manual' }, report);
    },
    restore: (filename: string) => runRestore(system.archives, filename, system.target, report),
    async stop() {
      await postgres.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function statementsOf(text: string): string[] {
  const splitter = new ScriptSplitter();
  const events = [...splitter.push(Buffer.from(`${text};`)), ...splitter.end()];
  return events.flatMap((event) => (event.kind === 'statement' ? [event.sql] : []));
}

/** Adds a file to a bucket, as an upload does. */
export async function addFile(world: BackupWorld, path: string, bytes: Buffer): Promise<void> {
  const blobId = await oneValue(world, 'select uuidv7()');
  await world.blobs.write(segmentKey({ blobId, segment: '0' }), ReadableStream.from([bytes]));
  await world.asSystem.rows(
    `with bucket as (
       insert into selfdb.buckets (name, owner_id, access) select 'photos', id, 'owner' from selfdb.users limit 1
       on conflict (name) where deleted_at is null do update set updated_at = now() returning id, owner_id)
     insert into selfdb.files (bucket_id, path, size, mime_type, checksum_sha256, blob_id, segments, owner_id)
     select id, $1, $2, 'text/plain', encode(sha256($3), 'hex'), $4, $5, owner_id from bucket`,
    [path, bytes.byteLength, bytes, blobId, JSON.stringify([['0', bytes.byteLength]])],
  );
}

async function oneValue(world: BackupWorld, query: string): Promise<string> {
  const [row] = await world.asSystem.rows<Record<string, string>>(query);
  return Object.values(row ?? {})[0] ?? '';
}
