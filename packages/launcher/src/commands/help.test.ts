import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../config/paths.ts';
import { helpPath } from './help.ts';
import { commands } from './index.ts';

const internal = ['dev', 'supervise'];

function selfdb(args: string[], path: string) {
  // Only the shell's own programs: no Node.
  return spawnSync('/bin/sh', [join(repositoryRoot, 'selfdb'), ...args], {
    env: { PATH: path },
    encoding: 'utf8',
  });
}

test('the help lists exactly the public commands', () => {
  const listed = [...readFileSync(helpPath, 'utf8').matchAll(/^ {2}([a-z]+) /gm)].map((match) => match[1]);
  expect(listed.sort()).toEqual(
    Object.keys(commands)
      .filter((name) => !internal.includes(name))
      .sort(),
  );
});

test.each([[[]], [['help']], [['--help']]])('`selfdb %o` shows the help without an install', (args) => {
  const result = selfdb(args, '/usr/bin:/bin');
  expect(result.stdout).toBe(readFileSync(helpPath, 'utf8'));
  expect(result.status).toBe(0);
});

test.each(['supervise', 'nope', '.*'])('the command "%s" is refused with a hint', (name) => {
  const result = selfdb([name], '/usr/bin:/bin');
  expect(result.status).toBe(1);
  expect(result.stderr).toContain('`selfdb help` lists them.');
});
