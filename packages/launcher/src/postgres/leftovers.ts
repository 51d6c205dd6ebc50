import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  commandLine,
  endProcess,
  findByCommandLine,
  processRef,
  signal,
  waitForExit,
} from '../processes/processes.ts';
import type { PostgresInstallation } from './installation.ts';

const immediateShutdownMs = 3000;

/**
 * Prepares the start of a postmaster: ends an unsupervised one, ends backends that outlived theirs (they hold the shared
 * memory that a new one needs), and removes the lock files, whose process id may now belong to another process.
 *
 * Call it only while no supervised postmaster uses these files.
 */
export async function clearPostgresLeftovers(
  installation: PostgresInstallation,
  port: number,
  clusterName: string,
): Promise<void> {
  const lockFile = join(installation.data, 'postmaster.pid');
  const pid = readPostmasterPid(installation.data);
  const postmaster = pid === undefined ? undefined : processRef(pid);
  if (postmaster && commandLine(postmaster.pid).includes(installation.data)) {
    await endProcess(postmaster, 'SIGQUIT', immediateShutdownMs);
  }
  const backends = findByCommandLine((line) => line.startsWith(`postgres: ${clusterName}: `));
  for (const backend of backends) signal(backend, 'SIGKILL');
  await Promise.all(backends.map((backend) => waitForExit(backend, immediateShutdownMs)));
  // Postgres takes a zombie for a living owner of its lock files, and not every init reaps zombies at once.
  rmSync(lockFile, { force: true });
  rmSync(join(installation.sockets, `.s.PGSQL.${port}.lock`), { force: true });
}

/** True once the postmaster with this process id accepts connections, which it records in its lock file. */
export function isPostgresReady(dataDirectory: string, pid: number): boolean {
  const lock = readLockFile(join(dataDirectory, 'postmaster.pid'));
  return lock?.pid === pid && lock.status === 'ready';
}

/** The process that the lock file of a data directory names. It may have ended. */
export function readPostmasterPid(dataDirectory: string): number | undefined {
  return readLockFile(join(dataDirectory, 'postmaster.pid'))?.pid;
}

/** The lines of the file are counted in Postgres' src/include/utils/pidfile.h: 1 is the pid, 8 the status. */
function readLockFile(path: string): { pid: number; status: string } | undefined {
  try {
    const lines = readFileSync(path, 'utf8').split('\n');
    const pid = Number(lines[0]);
    return pid > 0 ? { pid, status: (lines[7] ?? '').trim() } : undefined;
  } catch {
    return undefined;
  }
}
