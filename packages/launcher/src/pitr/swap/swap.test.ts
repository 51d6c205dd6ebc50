import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createStateDirectories, type StatePaths, statePaths } from '../../config/paths.ts';
import { listKept, sweepKept } from './kept-directories.ts';
import { completeSwap, decideSwap, isSwapPending, type Swap } from './swap.ts';

let paths: StatePaths;
let swap: Swap;

beforeEach(() => {
  paths = statePaths(mkdtempSync(join(tmpdir(), 'selfdb-swap-')));
  createStateDirectories(paths);
  const data = join(paths.state, 'postgres');
  swap = { data, next: `${data}_restore`, replaced: `${data}_before_20261202_085549` };
  make(swap.data, 'old');
  make(swap.next, 'new');
});
afterEach(() => rmSync(paths.state, { recursive: true }));

function make(directory: string, content: string): void {
  mkdirSync(join(directory, 'pg_replslot/selfdb_realtime'), { recursive: true });
  writeFileSync(join(directory, 'content'), content);
}

const contentOf = (directory: string) => readFileSync(join(directory, 'content'), 'utf8');

function expectNew(): void {
  expect([contentOf(swap.data), contentOf(swap.replaced)]).toEqual(['new', 'old']);
  expect([existsSync(swap.next), isSwapPending(paths)]).toEqual([false, false]);
  expect(readdirSync(join(swap.data, 'pg_replslot'))).toEqual([]);
}

it('nothing happens unless it was decided', async () => {
  expect(await completeSwap(paths)).toBe(false);
  expect([contentOf(swap.data), contentOf(swap.next)]).toEqual(['old', 'new']);
});

it('both directories get their new names, and the feed no old slot', async () => {
  decideSwap(paths, swap);
  expect(await completeSwap(paths)).toBe(true);
  expectNew();
  expect(await completeSwap(paths)).toBe(false);
});

it('a process that was killed between the renames has left nothing that is not completed', async () => {
  decideSwap(paths, swap);
  renameSync(swap.data, swap.replaced);
  await completeSwap(paths);
  expectNew();
});

it('the same if a command has created an empty directory meanwhile', async () => {
  decideSwap(paths, swap);
  renameSync(swap.data, swap.replaced);
  mkdirSync(swap.data);
  await completeSwap(paths);
  expectNew();
});

it('a process that was killed after the renames has swapped once, not twice', async () => {
  decideSwap(paths, swap);
  renameSync(swap.data, swap.replaced);
  renameSync(swap.next, swap.data);
  await completeSwap(paths);
  expect([contentOf(swap.data), contentOf(swap.replaced), isSwapPending(paths)]).toEqual([
    'new',
    'old',
    false,
  ]);
});

it('the present directory stays if the other one is gone', async () => {
  decideSwap(paths, swap);
  rmSync(swap.next, { recursive: true });
  await completeSwap(paths);
  expect([contentOf(swap.data), isSwapPending(paths)]).toEqual(['old', false]);
});

it('a replaced directory is kept for a day', () => {
  make(swap.replaced, 'old');
  make(`${swap.data}_before_20261203_085549`, 'newer');
  make(`${swap.data}_undone_20261203_085549`, 'undone');
  make(`${swap.data}_before_mine`, 'a copy that somebody made');
  sweepKept(swap.data, new Date('2026-12-03T08:55:48Z'));
  expect(listKept(swap.data, 'before')).toHaveLength(2);
  sweepKept(swap.data, new Date('2026-12-03T08:55:50Z'));
  expect(readdirSync(paths.state).filter((name) => name.startsWith('postgres'))).toEqual([
    'postgres',
    'postgres_before_20261203_085549',
    'postgres_before_mine',
    'postgres_restore',
  ]);
});
