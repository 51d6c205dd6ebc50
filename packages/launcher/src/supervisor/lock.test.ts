import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acquireLock } from './lock.ts';

let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'selfdb-lock-'));
  path = join(directory, 'lock');
});

afterEach(() => rmSync(directory, { recursive: true }));

test('a lock has one holder, and is free after its release', () => {
  const lock = acquireLock(path, 0);
  expect(lock).toBeDefined();
  expect(acquireLock(path, 0)).toBeUndefined();
  lock?.release();
  expect(acquireLock(path, 0)).toBeDefined();
});

test('a killed process releases its lock', async () => {
  const module = JSON.stringify(join(import.meta.dirname, 'lock.ts'));
  const script = `const { acquireLock } = await import(${module}); acquireLock(${JSON.stringify(path)}, 0); console.log('held'); setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => holder.stdout.once('data', resolve));
  expect(acquireLock(path, 0)).toBeUndefined();
  const gone = new Promise((resolve) => holder.once('exit', resolve));
  holder.kill('SIGKILL');
  await gone;
  expect(acquireLock(path, 0)).toBeDefined();
});
