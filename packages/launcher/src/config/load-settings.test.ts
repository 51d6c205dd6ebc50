import { generatedSecrets } from '@selfdb/settings';
import { expect, test } from 'vitest';
import { randomSecret } from './env-file.ts';
import { parseSettings } from './load-settings.ts';
import { databaseUrlOf } from './settings.ts';

const secrets = Object.fromEntries(generatedSecrets.map((name) => [name, randomSecret()]));

function faults(environment: Record<string, string>): string[] {
  try {
    parseSettings({ ...secrets, ...environment });
    return [];
  } catch (error) {
    return error instanceof Error ? error.message.split('\n') : [];
  }
}

test('an empty variable means its default', () => {
  expect(parseSettings({ ...secrets, BACKEND_PORT: '', LOG_LEVEL: '' })).toMatchObject({
    BACKEND_PORT: 8000,
    LOG_LEVEL: 'info',
  });
});

test.each([
  ['BACKEND_PORT', 'abc', 'BACKEND_PORT must be a whole number from 1 to 65535.'],
  ['BACKEND_PORT', '0', 'BACKEND_PORT must be a whole number from 1 to 65535.'],
  ['DB_PORT', '65536', 'DB_PORT must be a whole number from 1 to 65535.'],
  ['PG_POOL_SIZE', '1.5', 'PG_POOL_SIZE must be a whole number from 2 to 1000.'],
  ['SELFDB_ENV', 'prod', 'SELFDB_ENV must be one of: development, production.'],
  ['LOG_LEVEL', 'loud', 'LOG_LEVEL must be one of: debug, info, warn, error.'],
  ['LISTEN_HOST', 'a b', 'LISTEN_HOST must be an IP address or a host name.'],
  ['ADMIN_EMAIL', 'admin', 'ADMIN_EMAIL must be an e-mail address.'],
  [
    'DATABASE_URL',
    'mysql://u:p@h/d',
    'DATABASE_URL must look like postgres://user:password@host:5432/database.',
  ],
  [
    'DATABASE_URL',
    'postgres://u:p@h',
    'DATABASE_URL must look like postgres://user:password@host:5432/database.',
  ],
])('%s=%s is refused with a sentence that names the variable', (name, value, sentence) => {
  expect(faults({ [name]: value })).toEqual([sentence]);
});

test('all wrong variables are reported at once', () => {
  expect(faults({ BACKEND_PORT: 'x', AUTH_PORT: 'y' })).toHaveLength(2);
});

test('a message never repeats a secret', () => {
  const message = faults({ SELFDB_ENV: 'production', SECRET_KEY: 'hunter2', DATABASE_URL: 'hunter2' }).join();
  expect(message).toMatch(/DATABASE_URL/);
  expect(message).not.toMatch(/hunter2/);
});

test.each([
  { SELFDB_ENV: 'production' },
  { LISTEN_HOST: '0.0.0.0' },
  { LISTEN_HOST: '192.168.1.5' },
  { LISTEN_HOST: '::' },
])('with %o the default password and weak secrets are refused', (exposure) => {
  const found = faults({
    ...exposure,
    SECRET_KEY: 'short-secret-2947',
    API_KEY: 'change-me-change-me-change-me-change-me',
    INTERNAL_SECRET: 'ab'.repeat(30),
  });
  expect(found.map((sentence) => sentence.split(' ')[0])).toEqual([
    'ADMIN_PASSWORD',
    'SECRET_KEY',
    'API_KEY',
    'INTERNAL_SECRET',
  ]);
  expect(faults({ ...exposure, ADMIN_PASSWORD: 'correct horse' })).toEqual([]);
});

test.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost'])('on %s the default password is allowed', (host) => {
  expect(faults({ LISTEN_HOST: host, API_KEY: 'short-secret-2947' })).toEqual([]);
});

test('the database URL preserves a password with special characters', () => {
  const settings = parseSettings({ ...secrets, POSTGRES_PASSWORD: 'a/b@c:d?#%' });
  expect(decodeURIComponent(new URL(databaseUrlOf(settings)).password)).toBe('a/b@c:d?#%');
});
