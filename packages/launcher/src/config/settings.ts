import { createHmac } from 'node:crypto';
import type { ArchiveKeys } from '@selfdb/backup/encryption/keys';
import { type S3Settings, s3SettingsOf } from '@selfdb/s3/settings';
import type { SettingsOf } from '@selfdb/settings';

/** Every variable of `.env.example`. */
export type Settings = SettingsOf<'launcher'>;

/** The bucket of STORAGE_BACKEND=s3, undefined for another. Throws an Error that names every wrong variable. */
export function s3Settings(settings: Settings): S3Settings | undefined {
  if (settings.STORAGE_BACKEND !== 's3') return undefined;
  return s3SettingsOf(settings);
}

/** The bucket of BACKUP_S3_BUCKET, undefined without one. Throws an Error that names every wrong variable. */
export function backupS3Settings(settings: Settings): S3Settings | undefined {
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
export function archiveKeys(settings: Settings): ArchiveKeys {
  const keysOf = (text = '') => text.split(',').flatMap((key) => key.trim() || []);
  return {
    recipients: keysOf(settings.BACKUP_AGE_RECIPIENT),
    identities: keysOf(settings.BACKUP_AGE_IDENTITY),
    passphrase: settings.BACKUP_PASSPHRASE,
  };
}

/** The database of the services: your own server, or the embedded one. */
export function databaseUrlOf(settings: Settings): string {
  if (settings.DATABASE_URL) return settings.DATABASE_URL;
  return `postgres://selfdb:${encodeURIComponent(settings.POSTGRES_PASSWORD)}@127.0.0.1:${settings.DB_PORT}/selfdb`;
}

/** The same database as the role that owns users' tables. Its name and password are derived unless they are set. */
export function databaseSqlUrlOf(settings: Settings): string {
  if (settings.DATABASE_SQL_URL) return settings.DATABASE_SQL_URL;
  const url = new URL(databaseUrlOf(settings));
  const database = decodeURIComponent(url.pathname.slice(1));
  url.username = encodeURIComponent(`${database}_sql`);
  // Derived instead of stored: who has POSTGRES_PASSWORD has this one, too.
  url.password = createHmac('sha256', settings.POSTGRES_PASSWORD)
    .update(`${database}_sql`)
    .digest('base64url');
  return url.href;
}

/** The name of that role. */
export function sqlRoleOf(settings: Settings): string {
  return decodeURIComponent(new URL(databaseSqlUrlOf(settings)).username);
}
