import { existsSync, readFileSync } from 'node:fs';
import { createDiskBlobs } from '@selfdb/backup/blobs/disk-blobs';
import { createS3Blobs } from '@selfdb/backup/blobs/s3-blobs';
import { archiveKeys, backupS3Settings } from '@selfdb/backup/host/backup-variables';
import type { HostedSystem } from '@selfdb/backup/host/hosted-system';
import type { RestoreTarget } from '@selfdb/backup/restore/restore-backup';
import { databaseOf, withDatabase } from '@selfdb/backup/restore/scratch-databases';
import type { Archives, BackupStore } from '@selfdb/backup/store/backup-store';
import { requireSpace } from '@selfdb/backup/store/disk-space';
import { createBackupDirectory } from '@selfdb/backup/store/disk-store';
import { createS3BackupStore } from '@selfdb/backup/store/s3-store';
import { fenceSqlRole } from '@selfdb/pg-gateway/roles/sql-role';
import { envFilePath } from '../config/env-file.ts';
import { loadSettings } from '../config/load-settings.ts';
import { backupDirectory, statePaths } from '../config/paths.ts';
import { databaseSqlUrlOf, databaseUrlOf, type Settings, s3Settings, sqlRoleOf } from '../config/settings.ts';
import { withClient } from '../database/client.ts';
import {
  applyMigrations,
  applyNamed,
  earlierMigrationsDirectory,
  readMigrations,
} from '../database/migrations.ts';
import { applySettings } from '../database/prepare-database.ts';
import { preparePostgres } from '../postgres/installation.ts';
import { readVersion } from '../services/specs/version.ts';
import { findRunning } from '../supervisor/run-state.ts';
import { UserError } from '../user-error.ts';

/** Rows and indexes in a database, and the log of writing them, against the script of a dump. */
const ROWS_FACTOR = 2.5;

/** The system of this checkout. */
export interface BackupSystem extends HostedSystem {
  target: RestoreTarget;
  retentionDays: number;
}

/** Throws a UserError if the database can't be reached from here. */
export function openBackupSystem(): BackupSystem {
  const settings = loadSettings();
  if (!settings.DATABASE_URL && !findRunning(statePaths(settings.SELFDB_STATE_DIR)))
    throw new UserError('SelfDB is not running, and its Postgres runs with it. Run `./selfdb start`.');
  return backupSystemOf(settings);
}

/** The system of these settings. */
export function backupSystemOf(settings: Settings): BackupSystem {
  const databaseUrl = databaseUrlOf(settings);
  const s3 = s3Settings(settings);
  const blobs = s3 ? createS3Blobs(s3) : createDiskBlobs(statePaths(settings.SELFDB_STATE_DIR).blobs);
  return {
    archives: archivesOf(settings),
    source: { databaseUrl, blobs, environment: readEnvironment(), version: readVersion() },
    target: restoreTarget(settings, databaseUrl, blobs),
    retentionDays: settings.BACKUP_RETENTION_DAYS,
  };
}

/** The archives alone, for commands that need no database. */
export function openArchives(): Archives {
  return archivesOf(loadSettings());
}

function archivesOf(settings: Settings): Archives {
  return { store: storeOf(settings), keys: archiveKeys(settings) };
}

function storeOf(settings: Settings): BackupStore {
  const s3 = backupS3Settings(settings);
  if (s3) return createS3BackupStore(s3, settings.BACKUP_S3_PREFIX);
  return createBackupDirectory(backupDirectory(settings.BACKUP_DIR));
}

function readEnvironment(): string | undefined {
  return existsSync(envFilePath) ? readFileSync(envFilePath, 'utf8') : undefined;
}

function restoreTarget(
  settings: Settings,
  databaseUrl: string,
  blobs: RestoreTarget['blobs'],
): RestoreTarget {
  const migrations = readMigrations();
  const earlier = readMigrations(earlierMigrationsDirectory);
  return {
    databaseUrl,
    sqlUrl: databaseSqlUrlOf(settings),
    blobs,
    knownMigrations: [...earlier, ...migrations].map(({ name }) => name),
    requireSpace: (contents) => requireSpaceFor(settings, contents),
    prepareEmpty: (database) => fence(settings, database),
    migrate: (url, names) =>
      withClient({ connectionString: url }, async (client) => {
        if (names) await applyNamed(client, [...earlier, ...migrations], names);
        else await applyMigrations(client, migrations, earlier);
      }),
    finish: (url) =>
      withClient({ connectionString: url }, (client) =>
        applySettings(client, {
          ...settings,
          DATABASE_URL: url,
          DATABASE_SQL_URL: withDatabase(databaseSqlUrlOf(settings), databaseOf(url)),
        }),
      ),
  };
}

/** Of the disk with the embedded Postgres and the directory of files. Other servers and S3 have their own limits. */
async function requireSpaceFor(
  settings: Settings,
  { databaseBytes, fileBytes }: Parameters<RestoreTarget['requireSpace']>[0],
): Promise<void> {
  const rows = settings.DATABASE_URL ? 0 : ROWS_FACTOR * databaseBytes;
  const blobs = s3Settings(settings) ? 0 : fileBytes;
  if (rows + blobs > 0) await requireSpace(statePaths(settings.SELFDB_STATE_DIR).state, rows + blobs);
}

/** As for the first database, the functions that the SQL role may not call are revoked in each new one. */
async function fence(settings: Settings, database: string): Promise<void> {
  if (settings.DATABASE_URL) return;
  const { sockets } = preparePostgres(statePaths(settings.SELFDB_STATE_DIR), settings.DB_PORT);
  const superuser = { host: sockets, port: settings.DB_PORT, user: 'postgres', database };
  await withClient(superuser, (client) => fenceSqlRole(client, sqlRoleOf(settings)));
}
