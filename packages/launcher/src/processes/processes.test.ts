import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import {
  commandLine,
  endProcess,
  findByEnvironment,
  isAlive,
  processRef,
  residentBytes,
  signal,
} from './processes.ts';

function sleeper(script = 'sleep 60; :', env: Record<string, string> = {}) {
  const child = spawn('/bin/sh', ['-c', script], { env: { PATH: '/usr/bin:/bin', ...env }, stdio: 'ignore' });
  const ref = child.pid === undefined ? undefined : processRef(child.pid);
  if (!ref) throw new Error('the process did not start');
  return { child, ref };
}

test('a process is identified by more than its id', async () => {
  const { child, ref } = sleeper();
  expect(isAlive(ref)).toBe(true);
  expect(isAlive({ ...ref, identity: 'an earlier process' })).toBe(false);
  expect(signal({ ...ref, identity: 'an earlier process' }, 'SIGKILL')).toBe(false);
  expect(isAlive(ref)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isAlive(ref)).toBe(false);
});

test('a process that ignores the signal is ended by force', async () => {
  const { ref } = sleeper("trap '' TERM; while :; do sleep 0.05; done");
  await new Promise((resolve) => setTimeout(resolve, 100));
  await endProcess(ref, 'SIGTERM', 200);
  expect(isAlive(ref)).toBe(false);
});

test('a process is found by a variable in its environment, and only by the whole value', () => {
  const { child, ref } = sleeper('sleep 60; :', { SELFDB_INSTANCE: 'test-0123' });
  const found = findByEnvironment({ SELFDB_INSTANCE: 'test-0123' });
  expect(found).toContainEqual(ref);
  expect(findByEnvironment({ SELFDB_INSTANCE: 'test-01' })).toEqual([]);
  for (const each of found) signal(each, 'SIGKILL');
  child.kill('SIGKILL');
});

test('memory and command line of a process can be read', () => {
  expect(residentBytes(process.pid)).toBeGreaterThan(10_000_000);
  expect(commandLine(process.pid)).toMatch(/node/);
});
