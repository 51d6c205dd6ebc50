import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { archiveKeys, backupS3Settings } from '@selfdb/backup/host/backup-variables';
import { LogFiles } from '@selfdb/backup/pitr/files/log-files';
import { createLogBucket } from '@selfdb/backup/pitr/store/log-bucket';
import { createLogDirectory } from '@selfdb/backup/pitr/store/log-directory';
import { backupDirectory } from '../config/paths.ts';
import type { Settings } from '../config/settings.ts';
import type { PostgresInstallation } from '../postgres/installation.ts';

/** The archive of this database, and its base backups: in the folder `wal` of the place where backups are kept. */
export function openLogFiles(settings: Settings, { data }: PostgresInstallation): LogFiles {
  const folder = join('wal', systemIdentifier(data));
  const s3 = backupS3Settings(settings);
  const store = s3
    ? createLogBucket(s3, join(settings.BACKUP_S3_PREFIX, folder))
    : createLogDirectory(join(backupDirectory(settings.BACKUP_DIR), folder));
  return new LogFiles(store, archiveKeys(settings));
}

/** Each cluster has one of its own, which its copies keep (`ControlFileData` in src/include/catalog/pg_control.h). */
function systemIdentifier(dataDirectory: string): string {
  return readFileSync(join(dataDirectory, 'global/pg_control')).readBigUInt64LE(0).toString();
}
