import { createHmac } from 'node:crypto';
import { type S3Settings, s3SettingsOf } from '@selfdb/s3/settings';
import { readSettings, SettingsError, type SettingsOf, table } from '@selfdb/settings';
import { UserError } from '../user-error.ts';
import { type Environment, mergeEnvironment, readEnvFile } from './env-file.ts';
import { findProductionFaults } from './production-checks.ts';

/** Every variable of `.env.example`. */
export type Settings = SettingsOf<'launcher'>;

/** Parses the variables. Throws a UserError with one sentence per wrong variable, never with a value. */
export function parseSettings(environment: Environment): Settings {
  const settings = read(environment);
  const faults = [...findS3Faults(settings), ...findProductionFaults(settings)];
  if (faults.length > 0) throw new UserError(faults.join('\n'));
  return settings;
}

function read(environment: Environment): Settings {
  try {
    return readSettings('launcher', environment);
  } catch (error) {
    throw error instanceof SettingsError ? new UserError(error.message) : error;
  }
}

function findS3Faults(settings: Settings): string[] {
  try {
    s3Settings(settings);
    return [];
  } catch (error) {
    return [error instanceof Error ? `${error.message}.` : String(error)];
  }
}

/** The bucket of STORAGE_BACKEND=s3; undefined for another. Throws an Error that names every wrong variable. */
export function s3Settings(settings: Settings): S3Settings | undefined {
  if (settings.STORAGE_BACKEND !== 's3') return undefined;
  return s3SettingsOf(settings);
}

export function loadSettings(): Settings {
  return parseSettings(mergeEnvironment(readEnvFile(), process.env));
}

/** The state directory alone, for commands that must work whatever else is wrong in the settings. */
export function loadStateDirectory(): string {
  return mergeEnvironment(readEnvFile(), process.env).SELFDB_STATE_DIR || table.SELFDB_STATE_DIR.default;
}

/** Where the services find the database: the caller's own server, or the embedded one. */
export function databaseUrlOf(settings: Settings): string {
  if (settings.DATABASE_URL) return settings.DATABASE_URL;
  return `postgres://selfdb:${encodeURIComponent(settings.POSTGRES_PASSWORD)}@127.0.0.1:${settings.DB_PORT}/selfdb`;
}

/** The same database as the role that owns users' tables, whose name and password come from the system's unless given. */
export function databaseSqlUrlOf(settings: Settings): string {
  if (settings.DATABASE_SQL_URL) return settings.DATABASE_SQL_URL;
  const url = new URL(databaseUrlOf(settings));
  const database = decodeURIComponent(url.pathname.slice(1));
  url.username = encodeURIComponent(`${database}_sql`);
  // Not stored anywhere: whoever has the one secret has the other.
  url.password = createHmac('sha256', settings.POSTGRES_PASSWORD)
    .update(`${database}_sql`)
    .digest('base64url');
  return url.href;
}

/** The name of that role. */
export function sqlRoleOf(settings: Settings): string {
  return decodeURIComponent(new URL(databaseSqlUrlOf(settings)).username);
}
