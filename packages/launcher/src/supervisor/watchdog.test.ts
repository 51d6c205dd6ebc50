import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { watchdogScript } from './watchdog.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'selfdb-watchdog-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

/** A supervisor that starts the watchdog's script and is then killed. */
async function killSupervisor(): Promise<void> {
  const watchdog = [
    '-c',
    watchdogScript,
    'watchdog',
    join(directory, 'stop'),
    'touch',
    join(directory, 'next'),
  ];
  const script = `require('node:child_process').spawn('/bin/sh', ${JSON.stringify(watchdog)}, { detached: true, stdio: ['pipe', 'inherit', 'inherit'] }); console.log('up'); setInterval(() => {}, 1000)`;
  const supervisor = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(supervisor.stdout, 'data');
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(existsSync(join(directory, 'next'))).toBe(false);
  supervisor.kill('SIGKILL');
  // The pipe is closed by its last holder, which is the watchdog.
  await once(supervisor, 'close');
}

test('when the supervisor dies, the watchdog starts the next one', async () => {
  await killSupervisor();
  expect(existsSync(join(directory, 'next'))).toBe(true);
});

test('after a requested stop, nothing starts', async () => {
  writeFileSync(join(directory, 'stop'), '');
  await killSupervisor();
  expect(existsSync(join(directory, 'next'))).toBe(false);
});
