import { type S3Settings, s3SettingsOf } from '@selfdb/s3/settings';
import type { ArchiveKeys } from '../encryption/keys.ts';

type Text = string | undefined;

/** The variables that say where archives are kept, and how they are encrypted. */
interface BackupVariables {
  BACKUP_S3_ENDPOINT?: Text;
  BACKUP_S3_REGION?: Text;
  BACKUP_S3_BUCKET?: Text;
  BACKUP_S3_ACCESS_KEY_ID?: Text;
  BACKUP_S3_SECRET_ACCESS_KEY?: Text;
  BACKUP_S3_ADDRESSING: S3Settings['addressing'];
  BACKUP_AGE_RECIPIENT?: Text;
  BACKUP_AGE_IDENTITY?: Text;
  BACKUP_PASSPHRASE?: Text;
}

/** The bucket of BACKUP_S3_BUCKET, undefined without one. Throws an Error that names every wrong variable. */
export function backupS3Settings(settings: BackupVariables): S3Settings | undefined {
  if (!settings.BACKUP_S3_BUCKET) return undefined;
  const variables = {
    S3_ENDPOINT: settings.BACKUP_S3_ENDPOINT,
    S3_REGION: settings.BACKUP_S3_REGION,
    S3_BUCKET: settings.BACKUP_S3_BUCKET,
    S3_ACCESS_KEY_ID: settings.BACKUP_S3_ACCESS_KEY_ID,
    S3_SECRET_ACCESS_KEY: settings.BACKUP_S3_SECRET_ACCESS_KEY,
    S3_ADDRESSING: settings.BACKUP_S3_ADDRESSING,
  };
  return s3SettingsOf(variables, { prefix: 'BACKUP_', reason: 'BACKUP_S3_BUCKET is set' });
}

/** What backups are encrypted with and opened with. */
export function archiveKeys(settings: BackupVariables): ArchiveKeys {
  const keysOf = (text = '') => text.split(',').flatMap((key) => key.trim() || []);
  return {
    recipients: keysOf(settings.BACKUP_AGE_RECIPIENT),
    identities: keysOf(settings.BACKUP_AGE_IDENTITY),
    passphrase: settings.BACKUP_PASSPHRASE,
  };
}
