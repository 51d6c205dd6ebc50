import { createHmac } from 'node:crypto';
import { type S3Settings, s3SettingsOf } from '@selfdb/s3/settings';
import type { SettingsOf } from '@selfdb/settings';

/** Every variable of `.env.example`. */
export type Settings = SettingsOf<'launcher'>;

/** The bucket of STORAGE_BACKEND=s3, undefined for another. Throws an Error that names every wrong variable. */
export function s3Settings(settings: Settings): S3Settings | undefined {
  if (settings.STORAGE_BACKEND !== 's3') return undefined;
  return s3SettingsOf(settings);
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
