import { join } from 'node:path';
import type { Bench } from '../bench.ts';
import { repositoryRoot } from '../paths.ts';
import { runProgram } from '../system/program.ts';

const programs = join(import.meta.dirname, 'programs');

/** Runs both in turn, and returns the bytes per second of each round. */
export async function inTurn(
  rounds: number,
  bytes: number,
  [a, b]: [() => Promise<void>, () => Promise<void>],
): Promise<{ a: number[]; b: number[] }> {
  const measured = { a: [] as number[], b: [] as number[] };
  for (let round = 1; round <= rounds; round += 1) {
    measured.a.push(bytes / (await secondsOf(a)));
    measured.b.push(bytes / (await secondsOf(b)));
  }
  return measured;
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const startMs = performance.now();
  await work();
  return (performance.now() - startMs) / 1000;
}

/** Runs one of the programs of this folder, with packages of the product, in a process of its own. */
export async function runNode({ signal }: Bench, program: string, args: string[]): Promise<void> {
  const env = Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, value ?? '']));
  await runProgram(process.execPath, [join(programs, program), ...args], {
    cwd: repositoryRoot,
    env,
    signal,
  });
}

/** Runs a line of a shell, to which values are given as variables. */
export async function runShell(
  { signal }: Bench,
  line: string,
  variables: Record<string, string>,
): Promise<void> {
  const env = { PATH: process.env.PATH ?? '', PGOPTIONS: '-c synchronous_commit=off', ...variables };
  await runProgram('/bin/sh', ['-euc', line], { cwd: repositoryRoot, env, signal });
}
