import { describe, expect, it } from 'vitest';
import { readEnv } from './env.ts';

const GOOD = {
  DATABASE_URL: 'postgres://selfdb:s3cret-password@127.0.0.1:5433/selfdb',
  SECRET_KEY: 'secret-key-for-tests-0123456789abcdef',
  API_KEY: 'api-key-for-tests-0123456789abcdef',
  INTERNAL_SECRET: 'internal-secret-for-tests-0123456789',
};

function complaint(bindings: object): string {
  try {
    readEnv(bindings);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

it('fills in what .env.example says is the default', () => {
  expect(readEnv(GOOD)).toEqual({
    ...GOOD,
    SELFDB_ENV: 'development',
    SELFDB_VERSION: '0.0.0',
    CORS_ORIGINS: '*',
    MAX_BODY_BYTES: 10_485_760,
    MAX_NUMERIC_DIGITS: 1000,
    PRIVATE_MEANS: 'owner',
    USERS_VISIBLE_TO: 'users',
    TRUSTED_PROXIES: 0,
    ACCESS_TOKEN_TTL_SECONDS: 3600,
    REFRESH_TOKEN_TTL_SECONDS: 2_592_000,
    LOGIN_FAILURES_PER_ACCOUNT: 10,
    LOGIN_FAILURES_PER_ADDRESS: 100,
    SQL_MAX_TIMEOUT_MS: 300_000,
    SQL_MAX_ROWS: 100_000,
    STORAGE_BACKEND: 'disk',
    STORAGE_MAX_FILE_BYTES: 1_099_511_627_776,
    STORAGE_QUOTA_BYTES: 0,
    STORAGE_UPLOAD_TTL_SECONDS: 86_400,
    STORAGE_SWEEP_AGE_SECONDS: 86_400,
    REALTIME_SHARDS: 1,
    REALTIME_MAX_SOCKETS: 10_000,
    REALTIME_MAX_FRAME_BYTES: 262_144,
    REALTIME_MAX_JOINS: 100,
    REALTIME_MAX_MESSAGES_PER_SECOND: 100,
    REALTIME_MAX_BUFFERED_BYTES: 67_108_864,
    REALTIME_LOG_MAX_BYTES: 268_435_456,
    REALTIME_LOG_MAX_AGE_SECONDS: 86_400,
    S3_ADDRESSING: 'path',
    LOG_LEVEL: 'info',
  });
});

it('reads numbers, and takes an empty text or null for nothing', () => {
  const given = { ...GOOD, MAX_BODY_BYTES: '5', TRUSTED_PROXIES: '2', SQL_MAX_ROWS: '', LOG_LEVEL: null };
  expect(readEnv(given)).toMatchObject({
    MAX_BODY_BYTES: 5,
    TRUSTED_PROXIES: 2,
    SQL_MAX_ROWS: 100_000,
    STORAGE_BACKEND: 'disk',
    STORAGE_MAX_FILE_BYTES: 1_099_511_627_776,
    STORAGE_QUOTA_BYTES: 0,
    STORAGE_UPLOAD_TTL_SECONDS: 86_400,
    STORAGE_SWEEP_AGE_SECONDS: 86_400,
    S3_ADDRESSING: 'path',
    LOG_LEVEL: 'info',
  });
});

it('reads one set of bindings once', () => {
  expect(readEnv(GOOD)).toBe(readEnv(GOOD));
  expect(readEnv({ ...GOOD, LOG_LEVEL: 'debug' }).LOG_LEVEL).toBe('debug');
});

describe('a wrong variable is named in a sentence:', () => {
  it.each([
    ['DATABASE_URL', '', 'DATABASE_URL is missing'],
    ['DATABASE_URL', 'mysql://x', 'DATABASE_URL must start with postgres://'],
    ['SECRET_KEY', '', 'SECRET_KEY is missing'],
    ['SECRET_KEY', 'short', 'SECRET_KEY is too short: use at least 32 random characters'],
    ['API_KEY', '', 'API_KEY is missing'],
    ['INTERNAL_SECRET', 'x', 'INTERNAL_SECRET is too short: use at least 32 random characters'],
    ['SELFDB_ENV', 'prod', 'SELFDB_ENV must be one of development, production'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL must be one of debug, info, warn, error'],
    ['MAX_BODY_BYTES', '10MB', 'MAX_BODY_BYTES must be a number'],
    ['MAX_BODY_BYTES', '1.5', 'MAX_BODY_BYTES must be a whole number'],
    ['MAX_BODY_BYTES', '0', 'MAX_BODY_BYTES must be more than 0'],
    ['TRUSTED_PROXIES', '-1', 'TRUSTED_PROXIES must be 0 or more'],
    ['TRUSTED_PROXIES', 'two', 'TRUSTED_PROXIES must be a number'],
    ['TRUSTED_PROXIES', '0.5', 'TRUSTED_PROXIES must be a whole number'],
    ['SQL_MAX_TIMEOUT_MS', '-5', 'SQL_MAX_TIMEOUT_MS must be more than 0'],
  ])('%s=%s', (name, value, sentence) => {
    expect(complaint({ ...GOOD, [name]: value })).toBe(`Wrong configuration: ${sentence}`);
  });

  it('all of them, once each', () => {
    expect(complaint({ LOG_LEVEL: 'x' })).toBe(
      'Wrong configuration: DATABASE_URL is missing; SECRET_KEY is missing; API_KEY is missing; ' +
        'INTERNAL_SECRET is missing; LOG_LEVEL must be one of debug, info, warn, error',
    );
  });

  it('and never its value', () => {
    const wrong = { ...GOOD, SECRET_KEY: 'hush', DATABASE_URL: 'mysql://user:hush@host/x' };
    expect(complaint(wrong)).not.toMatch(/hush|host/);
  });
});
