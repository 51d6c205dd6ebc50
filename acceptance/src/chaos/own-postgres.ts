import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { System } from '@selfdb/system-under-test/launch';
import { type SystemEnvironment, services } from '@selfdb/system-under-test/launcher';
import { query } from './postgres.ts';
import { familyOf, signal, until } from './recovery.ts';

const run = promisify(execFile);

/** The process of a running system that has this name. */
export async function pidOf(environment: SystemEnvironment, name: string): Promise<number> {
  const pid = (await services(environment)).find(({ service }) => service === name)?.pid;
  if (!pid) throw new Error(`${name} does not run`);
  return pid;
}

/** Where the embedded Postgres of a running system has its files. */
export async function dataDirectoryOf(environment: SystemEnvironment): Promise<string> {
  const pid = await pidOf(environment, 'postgres');
  const { stdout } = await run('ps', ['-ww', '-o', 'args=', '-p', String(pid)]);
  const [, directory] = / -D (.+)$/m.exec(stdout) ?? [];
  if (directory === undefined) throw new Error(`Postgres does not say where its files are: ${stdout}`);
  return directory.trim();
}

/** A backup as one makes it of a database that is stopped: its directory, file by file. */
export class Backup {
  readonly #directory: string;

  private constructor(directory: string) {
    this.#directory = directory;
  }

  static async make(directory: string): Promise<Backup> {
    await run('cp', ['-a', directory, `${directory}.backup`]);
    return new Backup(directory);
  }

  async putBack(): Promise<void> {
    await rm(this.#directory, { recursive: true });
    await run('cp', ['-a', `${this.#directory}.backup`, this.#directory]);
  }
}

/** Takes Postgres away from under a system that goes on running, changes its files, and lets it be started again. */
export async function whilePostgresIsAway(
  { environment, databaseUrl }: System,
  change: () => Promise<void>,
): Promise<void> {
  if (!environment) throw new Error('only a system of our own can be touched');
  const supervisor = await pidOf(environment, 'supervisor');
  const family = await familyOf(await pidOf(environment, 'postgres'));
  signal(supervisor, 'SIGSTOP');
  try {
    for (const pid of family) signal(pid, 'SIGKILL');
    await until('the end of Postgres', () => fails(query(databaseUrl, 'select 1')));
    await change();
  } finally {
    signal(supervisor, 'SIGCONT');
  }
}

const fails = (work: Promise<unknown>) =>
  work.then(
    () => false,
    () => true,
  );
