import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The checkout that this launcher belongs to. */
export const repositoryRoot = resolve(import.meta.dirname, '../../../..');

/** The built files of the dashboard. */
export const dashboardFiles = join(repositoryRoot, 'admin/dist/client');

/** The file that Node runs to start another copy of the launcher. */
export const launcherMain = join(import.meta.dirname, '../main.ts');

/** The directory of the setting BACKUP_DIR. */
export function backupDirectory(setting: string): string {
  return resolve(repositoryRoot, setting);
}

export interface StatePaths {
  state: string;
  run: string;
  logs: string;
  /** The storage of Durable Objects. */
  objects: string;
  /** The bytes of files, with STORAGE_BACKEND=disk. */
  blobs: string;
  runState: string;
  /** The chosen ports between the processes. */
  ports: string;
  /** Records the process of `npm run dev`. */
  devLauncher: string;
  /** The supervisor holds it as long as it lives. */
  lock: string;
  /** The command that starts the system holds it. */
  startLock: string;
  stopMarker: string;
  /** The socket on which the supervisor answers the edge. */
  supervisorSocket: string;
  /** Identifies this state directory in process environments and in names outside of it. */
  instance: string;
}

export function statePaths(stateDirectory: string): StatePaths {
  const state = resolve(repositoryRoot, stateDirectory);
  const run = join(state, 'run');
  return {
    state,
    run,
    logs: join(state, 'logs'),
    objects: join(state, 'objects'),
    blobs: join(state, 'blobs'),
    runState: join(run, 'state.json'),
    ports: join(run, 'ports.json'),
    devLauncher: join(run, 'dev.json'),
    lock: join(run, 'lock'),
    startLock: join(run, 'start.lock'),
    stopMarker: join(run, 'stop'),
    supervisorSocket: join(run, 'supervisor.sock'),
    instance: createHash('sha256').update(state).digest('hex').slice(0, 16),
  };
}

/** Creates the directories, readable by their owner only. */
export function createStateDirectories(paths: StatePaths): void {
  for (const path of [paths.state, paths.run, paths.logs, paths.objects, paths.blobs]) {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  }
}
