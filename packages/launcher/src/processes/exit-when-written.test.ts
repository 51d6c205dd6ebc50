import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';

import { expect, it } from 'vitest';

const BYTES = 2_000_000;

const PROGRAM = `
  import { exitWhenWritten } from '${new URL('exit-when-written.ts', import.meta.url).href}';
  process.stdout.write('x'.repeat(${BYTES}));
  await exitWhenWritten(3);
`;

function start() {
  return spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

it('writes everything to a slow reader before it exits', async () => {
  const program = start();
  const exited = once(program, 'exit');
  await once(program.stdout, 'readable');
  await setTimeout(200);
  let bytes = 0;
  for await (const chunk of program.stdout) bytes += chunk.length;
  expect(bytes).toBe(BYTES);
  expect(await exited).toEqual([3, null]);
});

it('exits quietly when the reader leaves early', async () => {
  const program = start();
  const exited = once(program, 'exit');
  let complaint = '';
  program.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  await once(program.stdout, 'readable');
  program.stdout.destroy();
  expect(await exited).toEqual([3, null]);
  expect(complaint).toBe('');
});
