import { describe, expect, it } from 'vitest';
import { readSettings, readWorkerSettings } from './read-settings.ts';
import type { SettingsReader } from './setting.ts';

const SECRETS = {
  SECRET_KEY: 'secret-key-for-tests-0123456789abcdef',
  API_KEY: 'api-key-for-tests-0123456789abcdef',
  INTERNAL_SECRET: 'internal-secret-for-tests-0123456789',
};
const DATABASE_URL = 'postgres://selfdb:s3cret-password@127.0.0.1:5433/selfdb';
const GOOD = { ...SECRETS, DATABASE_URL, GATEWAY_PORT: '8430', POSTGRES_PASSWORD: 'pw' };

function complaint(reader: SettingsReader, given: Record<string, unknown>): string {
  try {
    readSettings(reader, given);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What all workers get. */
const SHARED = {
  ...SECRETS,
  DATABASE_URL,
  MAX_BODY_BYTES: 10_485_760,
  TRUSTED_PROXIES: 0,
  LOG_LEVEL: 'info',
};

it.each([
  [
    'api' as const,
    {
      CORS_ORIGINS: '*',
      SELFDB_VERSION: '0.0.0',
      MAX_NUMERIC_DIGITS: 1000,
      PRIVATE_MEANS: 'owner',
      SQL_MAX_TIMEOUT_MS: 300_000,
      SQL_MAX_ROWS: 100_000,
      // Those that `GET /system/settings` shows.
      AUDIT_MAX_ENTRIES: 1_000_000,
      AUDIT_RETENTION_DAYS: 90,
      ACCESS_TOKEN_TTL_SECONDS: 3600,
      LOGIN_FAILURES_PER_ACCOUNT: 10,
      LOGIN_FAILURES_PER_ADDRESS: 100,
      PG_CALLER_SHARE: 3,
      PG_POOL_SIZE: 9,
      PG_STATEMENT_TIMEOUT_MS: 30_000,
      PG_USER_STATEMENT_TIMEOUT_MS: 10_000,
      REALTIME_LOG_MAX_AGE_SECONDS: 86_400,
      REALTIME_LOG_MAX_BYTES: 268_435_456,
      REALTIME_MAX_FRAME_BYTES: 262_144,
      REALTIME_MAX_JOINS: 100,
      REALTIME_MAX_MESSAGES_PER_SECOND: 100,
      REALTIME_MAX_SOCKETS: 0,
      REFRESH_TOKEN_TTL_SECONDS: 2_592_000,
      SELFDB_ENV: 'development',
      SELFDB_STATE_DIR: '.selfdb',
      FUNCTIONS_FOR: 'admins',
      FUNCTIONS_HOST: '',
      FUNCTION_LOG_DAYS: 14,
      FUNCTION_LOG_MAX_MB: 2048,
      WEBHOOK_MAX_BODY_KB: 1024,
      WEBHOOK_DELIVERY_DAYS: 30,
      WEBHOOK_SECRET_GRACE_HOURS: 24,
      STORAGE_BACKEND: 'disk',
      STORAGE_MAX_FILE_BYTES: 1_099_511_627_776,
      STORAGE_QUOTA_BYTES: 0,
      STORAGE_UPLOAD_TTL_SECONDS: 86_400,
      USERS_VISIBLE_TO: 'users',
    },
  ],
  [
    'auth' as const,
    {
      USERS_VISIBLE_TO: 'users',
      ACCESS_TOKEN_TTL_SECONDS: 3600,
      REFRESH_TOKEN_TTL_SECONDS: 2_592_000,
      LOGIN_FAILURES_PER_ACCOUNT: 10,
      LOGIN_FAILURES_PER_ADDRESS: 100,
    },
  ],
  [
    'storage' as const,
    {
      AUDIT_MAX_ENTRIES: 1_000_000,
      AUDIT_RETENTION_DAYS: 90,
      BACKUP_PITR_DAYS: 0,
      PRIVATE_MEANS: 'owner',
      STORAGE_BACKEND: 'disk',
      STORAGE_MAX_FILE_BYTES: 1_099_511_627_776,
      STORAGE_QUOTA_BYTES: 0,
      STORAGE_UPLOAD_TTL_SECONDS: 86_400,
      STORAGE_SWEEP_AGE_SECONDS: 86_400,
      S3_ADDRESSING: 'path',
    },
  ],
  [
    'realtime' as const,
    {
      MAX_NUMERIC_DIGITS: 1000,
      REALTIME_SHARDS: 1,
      REALTIME_MAX_SOCKETS: 0,
      REALTIME_MAX_FRAME_BYTES: 262_144,
      REALTIME_MAX_JOINS: 100,
      REALTIME_MAX_MESSAGES_PER_SECOND: 100,
      REALTIME_MAX_BUFFERED_BYTES: 67_108_864,
      REALTIME_LOG_MAX_BYTES: 268_435_456,
      REALTIME_LOG_MAX_AGE_SECONDS: 86_400,
    },
  ],
  ['backup' as const, {}],
  [
    'functions' as const,
    {
      FUNCTIONS_ALLOWED_ADDRESSES: '',
      FUNCTIONS_FOR: 'admins',
      FUNCTION_LOG_DAYS: 14,
      FUNCTION_LOG_MAX_MB: 2048,
      WEBHOOK_MAX_BODY_KB: 1024,
      WEBHOOK_DELIVERY_DAYS: 30,
      WEBHOOK_SECRET_GRACE_HOURS: 24,
    },
  ],
])('the worker %s gets the defaults of its own settings, and no others', (worker, own) => {
  const everything = { ...GOOD, ADMIN_PASSWORD: 'x', DB_PORT: '5', PG_POOL_SIZE: '9' };
  expect(readWorkerSettings(worker, everything)).toEqual({ ...SHARED, ...own });
});

it('reads numbers, and takes an empty text or null for nothing', () => {
  const given = { ...GOOD, MAX_BODY_BYTES: '5000', TRUSTED_PROXIES: '2', SQL_MAX_ROWS: '', LOG_LEVEL: null };
  expect(readSettings('api', given)).toMatchObject({
    MAX_BODY_BYTES: 5000,
    TRUSTED_PROXIES: 2,
    SQL_MAX_ROWS: 100_000,
    LOG_LEVEL: 'info',
  });
});

it('reads the settings of a worker from one text, or each from a binding of its own', () => {
  const given = { ...GOOD, SQL_MAX_ROWS: '7', CORS_ORIGINS: 'https://app.example' };
  const bindings = { PG: { fetch }, ...given };
  expect(readWorkerSettings('api', bindings)).toEqual(readSettings('api', given));
  expect(readWorkerSettings('api', { PG: { fetch }, SETTINGS: JSON.stringify(given) })).toEqual(
    readSettings('api', given),
  );
});

it('does not mix the two', () => {
  const SETTINGS = JSON.stringify({ ...SECRETS, DATABASE_URL });
  expect(readWorkerSettings('api', { SETTINGS, SQL_MAX_ROWS: '7' }).SQL_MAX_ROWS).toBe(100_000);
});

it('does not repeat a text that is not JSON', () => {
  const read = () => readWorkerSettings('api', { SETTINGS: '{"SECRET_KEY":hunter2' });
  expect(read).toThrow(/^SETTINGS must be JSON\.$/);
});

it('lets the launcher find the database and the ports between processes, which those must be told', () => {
  const { DATABASE_URL: _, GATEWAY_PORT: __, ...given } = GOOD;
  expect(readSettings('launcher', given)).not.toHaveProperty('DATABASE_URL');
  expect(complaint('gateway', given)).toBe('GATEWAY_PORT has no value.\nDATABASE_URL has no value.');
});

describe('a wrong variable is named in a sentence:', () => {
  const POSTGRES = 'must look like postgres://user:password@host:5432/database.';
  it.each([
    // Each kind, and each bound of a number.
    ['launcher', 'BACKEND_PORT', 'abc', 'BACKEND_PORT must be a whole number from 1 to 65535.'],
    ['launcher', 'BACKEND_PORT', '0', 'BACKEND_PORT must be a whole number from 1 to 65535.'],
    ['launcher', 'DB_PORT', '65536', 'DB_PORT must be a whole number from 1 to 65535.'],
    ['gateway', 'PG_POOL_SIZE', '1.5', 'PG_POOL_SIZE must be a whole number from 2 to 1000.'],
    ['gateway', 'PG_QUEUE_SIZE', '-1', 'PG_QUEUE_SIZE must be a whole number of at least 1.'],
    ['api', 'MAX_BODY_BYTES', '10MB', 'MAX_BODY_BYTES must be a whole number of at least 1024.'],
    ['api', 'MAX_BODY_BYTES', '1e5', 'MAX_BODY_BYTES must be a whole number of at least 1024.'],
    ['api', 'MAX_BODY_BYTES', '9007199254740993', 'MAX_BODY_BYTES must be a whole number of at least 1024.'],
    ['api', 'TRUSTED_PROXIES', '-1', 'TRUSTED_PROXIES must be a whole number from 0 to 20.'],
    ['launcher', 'SELFDB_ENV', 'prod', 'SELFDB_ENV must be one of: development, production.'],
    ['launcher', 'LOG_LEVEL', 'loud', 'LOG_LEVEL must be one of: debug, info, warn, error.'],
    ['api', 'LOG_LEVEL', 'loud', 'LOG_LEVEL must be one of: debug, info, warn, error.'],
    ['launcher', 'LISTEN_HOST', 'a b', 'LISTEN_HOST must be an IP address or a host name.'],
    ['launcher', 'ADMIN_EMAIL', 'admin', 'ADMIN_EMAIL must be an e-mail address.'],
    ['api', 'PUBLIC_URL', 'api.example', 'PUBLIC_URL must look like https://api.example.com.'],
    ['api', 'PUBLIC_URL', 'https://a.example?x', 'PUBLIC_URL must look like https://api.example.com.'],
    ['api', 'DATABASE_URL', '', 'DATABASE_URL has no value.'],
    ['api', 'DATABASE_URL', 'mysql://u:p@h/d', `DATABASE_URL ${POSTGRES}`],
    ['launcher', 'DATABASE_URL', 'postgres://u:p@h', `DATABASE_URL ${POSTGRES}`],
    [
      'launcher',
      'SECRET_KEY',
      undefined,
      'SECRET_KEY has no value. `./selfdb start` fills it in when it is empty in .env.',
    ],
    [
      'launcher',
      'POSTGRES_PASSWORD',
      '',
      'POSTGRES_PASSWORD is empty. Remove it from the environment to use the value in .env.',
    ],
    [
      'auth',
      'INTERNAL_SECRET',
      'x',
      'INTERNAL_SECRET is shorter than 16 characters. Use at least 32 random ones.',
    ],
  ] as const)('%s %s=%s', (reader, name, value, sentence) => {
    expect(complaint(reader, { ...GOOD, [name]: value })).toBe(sentence);
  });

  it('all of them, once each', () => {
    const sentences = complaint('api', { LOG_LEVEL: 'x' }).split('\n');
    expect(sentences.map((sentence) => sentence.split(' ')[0])).toEqual([
      'SECRET_KEY',
      'API_KEY',
      'INTERNAL_SECRET',
      'DATABASE_URL',
      'LOG_LEVEL',
    ]);
  });
});
