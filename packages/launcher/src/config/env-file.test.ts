import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { generatedSecrets } from '@selfdb/settings';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureEnvFile, mergeEnvironment, readEnvFile, withVariable } from './env-file.ts';

let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'selfdb-env-'));
  path = join(directory, '.env');
});

afterEach(() => rmSync(directory, { recursive: true }));

test('the first run writes random secrets that only the owner can read', () => {
  expect(ensureEnvFile(path)).toEqual([...generatedSecrets]);
  const values = readEnvFile(path);
  for (const name of generatedSecrets) expect(values[name]).toMatch(/^[\w-]{43}$/);
  expect(new Set(generatedSecrets.map((name) => values[name])).size).toBe(generatedSecrets.length);
  expect(values.ADMIN_EMAIL).toBe('admin@example.com');
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a later run changes nothing', () => {
  ensureEnvFile(path);
  const before = readFileSync(path, 'utf8');
  expect(ensureEnvFile(path)).toEqual([]);
  expect(readFileSync(path, 'utf8')).toBe(before);
});

test('only the empty secrets of an existing file are filled in', () => {
  writeFileSync(path, 'SECRET_KEY=mine\nAPI_KEY=\nBACKEND_PORT=9000');
  expect(ensureEnvFile(path)).toEqual(['API_KEY', 'INTERNAL_SECRET', 'POSTGRES_PASSWORD']);
  expect(readEnvFile(path)).toMatchObject({ SECRET_KEY: 'mine', BACKEND_PORT: '9000' });
});

test('a variable is replaced in its line, or added if it is missing', () => {
  expect(withVariable('A=1\nB=2\n', 'B', '3')).toBe('A=1\nB=3\n');
  expect(withVariable('A=1\n# B=2\n', 'B', '3')).toBe('A=1\n# B=2\nB=3\n');
  expect(withVariable('export A=1', 'A', '$&x')).toBe('A=$&x');
  expect(withVariable('A=1', 'B', '2')).toBe('A=1\nB=2\n');
  expect(parseEnv(withVariable('MY_A=1\n', 'A', '2'))).toEqual({ MY_A: '1', A: '2' });
});

test('the environment overrides the file, even with an empty value', () => {
  expect(mergeEnvironment({ A: 'file', B: 'file', C: 'file' }, { A: 'shell', B: '' })).toEqual({
    A: 'shell',
    B: '',
    C: 'file',
  });
});
