import { createHmac } from 'node:crypto';
import { type S3Settings, s3SettingsOf } from '@selfdb/s3/settings';
import { z } from 'zod';
import { type Environment, mergeEnvironment, readEnvFile } from './env-file.ts';
import { findProductionFaults } from './production-checks.ts';
import { UserError } from './user-error.ts';

function text(fallback: string) {
  return z
    .string()
    .optional()
    .transform((value) => value || fallback);
}

function wholeNumber(fallback: number, min: number, max: number = Number.MAX_SAFE_INTEGER) {
  const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
  return z
    .string()
    .optional()
    .transform((value) => (value ? Number(/^\d+$/.test(value) ? value : Number.NaN) : fallback))
    .refine((value) => value >= min && value <= max, { error: `must be a whole number ${range}` });
}

function oneOf<const T extends string>(fallback: T, ...values: T[]) {
  return text(fallback).pipe(z.enum(values, { error: `must be one of: ${values.join(', ')}` }));
}

const port = (fallback: number) => wholeNumber(fallback, 1, 65535);
const secret = z
  .string({ error: 'has no value. `./selfdb start` fills it in when it is empty in .env' })
  .min(1, { error: 'is empty. Remove it from the environment to use the value in .env' });

const databaseUrl = text('').refine((value) => value === '' || isPostgresUrl(value), {
  error: 'must look like postgres://user:password@host:5432/database',
});

/** Every variable the launcher reads, with the defaults that `.env.example` documents. */
export const settingsSchema = z.object({
  SELFDB_ENV: oneOf('development', 'development', 'production'),
  LISTEN_HOST: text('127.0.0.1').refine((value) => /^[\w.:-]+$/.test(value), {
    error: 'must be an IP address or a host name',
  }),
  BACKEND_PORT: port(8000),
  FRONTEND_PORT: port(3000),
  DB_PORT: port(5433),
  GATEWAY_PORT: port(8430),
  AUTH_PORT: port(8431),
  BLOBS_PORT: port(8432),
  REALTIME_PORT: port(8433),
  SELFDB_STATE_DIR: text('.selfdb'),
  SECRET_KEY: secret,
  API_KEY: secret,
  INTERNAL_SECRET: secret,
  POSTGRES_PASSWORD: secret,
  ADMIN_EMAIL: text('admin@example.com').refine((value) => /^[^\s@]+@[^\s@]+$/.test(value), {
    error: 'must be an e-mail address',
  }),
  ADMIN_PASSWORD: text('password'),
  DATABASE_URL: databaseUrl,
  DATABASE_SQL_URL: databaseUrl,
  PG_POOL_SIZE: wholeNumber(20, 2, 1000),
  PG_SYSTEM_POOL_SIZE: wholeNumber(6, 1, 1000),
  PG_QUEUE_SIZE: wholeNumber(10000, 0),
  PG_QUEUE_STALL_MS: wholeNumber(700, 1),
  PG_STATEMENT_TIMEOUT_MS: wholeNumber(30000, 0),
  PG_USER_STATEMENT_TIMEOUT_MS: wholeNumber(10000, 1),
  PG_CALLER_SHARE: wholeNumber(3, 1, 1000),
  PG_CALLER_QUEUE_SIZE: wholeNumber(1000, 1),
  PG_CALLER_STALL_MS: wholeNumber(5000, 1),
  PG_MAX_RESPONSE_BYTES: wholeNumber(67108864, 1024),
  CORS_ORIGINS: text('*'),
  MAX_BODY_BYTES: wholeNumber(10485760, 1024),
  MAX_NUMERIC_DIGITS: wholeNumber(1000, 100, 147455),
  TRUSTED_PROXIES: wholeNumber(0, 0, 20),
  PRIVATE_MEANS: oneOf('owner', 'owner', 'users'),
  USERS_VISIBLE_TO: oneOf('users', 'users', 'admins'),
  ACCESS_TOKEN_TTL_SECONDS: wholeNumber(3600, 1),
  REFRESH_TOKEN_TTL_SECONDS: wholeNumber(2592000, 1),
  LOGIN_FAILURES_PER_ACCOUNT: wholeNumber(10, 1),
  LOGIN_FAILURES_PER_ADDRESS: wholeNumber(100, 1),
  SQL_MAX_TIMEOUT_MS: wholeNumber(300000, 1),
  SQL_MAX_ROWS: wholeNumber(100000, 1),
  STORAGE_BACKEND: oneOf('disk', 'disk', 's3'),
  STORAGE_MAX_FILE_BYTES: wholeNumber(1024 ** 4, 1),
  STORAGE_QUOTA_BYTES: wholeNumber(0, 0),
  STORAGE_UPLOAD_TTL_SECONDS: wholeNumber(86400, 60),
  STORAGE_SWEEP_AGE_SECONDS: wholeNumber(86400, 1),
  REALTIME_SHARDS: wholeNumber(1, 1, 64),
  REALTIME_MAX_SOCKETS: wholeNumber(0, 0),
  REALTIME_MAX_FRAME_BYTES: wholeNumber(262144, 1024),
  REALTIME_MAX_JOINS: wholeNumber(100, 1),
  REALTIME_MAX_MESSAGES_PER_SECOND: wholeNumber(100, 1),
  REALTIME_MAX_BUFFERED_BYTES: wholeNumber(67108864, 65536),
  REALTIME_LOG_MAX_BYTES: wholeNumber(268435456, 1048576),
  REALTIME_LOG_MAX_AGE_SECONDS: wholeNumber(86400, 60),
  S3_ENDPOINT: text(''),
  S3_REGION: text(''),
  S3_BUCKET: text(''),
  S3_ACCESS_KEY_ID: text(''),
  S3_SECRET_ACCESS_KEY: text(''),
  S3_ADDRESSING: oneOf('path', 'path', 'virtual'),
  PUBLIC_URL: text('').refine((value) => value === '' || /^https?:\/\/[^?#]+$/.test(value), {
    error: 'must look like https://api.example.com',
  }),
  LOG_LEVEL: oneOf('info', 'debug', 'info', 'warn', 'error'),
});

export type Settings = z.infer<typeof settingsSchema>;

/** Parses the variables. Throws a UserError with one sentence per wrong variable, never with a value. */
export function parseSettings(environment: Environment): Settings {
  const parsed = settingsSchema.safeParse(environment);
  if (!parsed.success) {
    const sentences = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`);
    throw new UserError([...new Set(sentences)].join('\n'));
  }
  const faults = [...findS3Faults(parsed.data), ...findProductionFaults(parsed.data)];
  if (faults.length > 0) throw new UserError(faults.join('\n'));
  return parsed.data;
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
  const given = Object.entries(settings).filter(([name, value]) => name.startsWith('S3_') && value !== '');
  return s3SettingsOf({ S3_ADDRESSING: settings.S3_ADDRESSING, ...Object.fromEntries(given) });
}

export function loadSettings(): Settings {
  return parseSettings(mergeEnvironment(readEnvFile(), process.env));
}

/** The state directory alone, for commands that must work whatever else is wrong in the settings. */
export function loadStateDirectory(): string {
  return mergeEnvironment(readEnvFile(), process.env).SELFDB_STATE_DIR || '.selfdb';
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

function isPostgresUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return /^postgres(ql)?:$/.test(url.protocol) && url.hostname !== '' && url.pathname.length > 1;
}
