import { createS3Blobs } from '@selfdb/backup/blobs/s3-blobs';
import { archiveKeys, backupS3Settings } from '@selfdb/backup/host/backup-variables';
import type { HostedSystem } from '@selfdb/backup/host/hosted-system';
import { createS3BackupStore } from '@selfdb/backup/store/s3-store';
import { s3SettingsOf } from '@selfdb/s3/settings';
import type { readBackupRunnerSettings } from '@selfdb/settings';

/** Two parts are in memory, of which an object has 128 MB. With 10,000 parts, an archive has up to 80 GiB. */
const PART_BYTES = 8 * 1024 ** 2;

export type RunnerSettings = ReturnType<typeof readBackupRunnerSettings>;

/**
 * The system of these settings: files and archives in S3, since there is no disk. Nothing can be restored here (decision 47).
 * Throws an Error that says which settings are missing.
 */
export function runnerSystemOf(settings: RunnerSettings): HostedSystem {
  const archives = backupS3Settings(settings);
  if (!archives) throw new Error('On Cloudflare, backups need BACKUP_S3_BUCKET and the settings beside it.');
  if (settings.STORAGE_BACKEND !== 's3') throw new Error('On Cloudflare, backups need STORAGE_BACKEND=s3.');
  // Here scrypt takes seconds each time that a key is made of it, and a third of the memory.
  if (settings.BACKUP_PASSPHRASE && !settings.BACKUP_AGE_RECIPIENT)
    throw new Error(
      'On Cloudflare, archives are encrypted with BACKUP_AGE_RECIPIENT, not BACKUP_PASSPHRASE.',
    );
  // workerd's own `fetch` throws if it is called as a method.
  const options = { fetch: (input: RequestInfo | URL, init?: RequestInit) => fetch(input, init) };
  return {
    archives: {
      store: createS3BackupStore(archives, settings.BACKUP_S3_PREFIX, { ...options, partBytes: PART_BYTES }),
      keys: archiveKeys(settings),
    },
    source: {
      databaseUrl: settings.DATABASE_URL,
      blobs: createS3Blobs(s3SettingsOf(settings), options),
      environment: undefined,
      version: settings.SELFDB_VERSION,
    },
    target: undefined,
  };
}
