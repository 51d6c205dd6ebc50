import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureEnvFile } from '../config/env-file.ts';
import { keepPorts } from '../config/internal-ports.ts';
import { loadSettings, loadStateDirectory } from '../config/load-settings.ts';
import { createStateDirectories, dashboardFiles, type StatePaths, statePaths } from '../config/paths.ts';
import { portsOf } from '../config/ports.ts';
import { type Settings, s3Settings } from '../config/settings.ts';
import { build } from '../services/build.ts';
import { checkS3 } from '../services/check-s3.ts';
import { runWrangler } from '../services/wrangler.ts';
import { isAbandoned, recordDevLauncher } from '../supervisor/dev-launcher.ts';
import { acquireStartLock, clearTheWay, launch } from '../supervisor/launch.ts';
import { findRunning } from '../supervisor/run-state.ts';
import { stopSystem } from '../supervisor/stop-system.ts';
import { UserError } from '../user-error.ts';

const parentCheckMs = 500;

/** Runs database, gateway and the directory of blobs under supervision, and the workers under `wrangler dev`, which reloads them on a change. */
export async function run(args: string[]): Promise<number> {
  parseArgs({ args, options: {} });
  const paths = statePaths(loadStateDirectory());
  process.umask(0o077);
  createStateDirectories(paths);
  const lock = acquireStartLock(paths);
  const running = findRunning(paths);
  if (running && !isAbandoned(paths, running)) {
    throw new UserError('SelfDB is running. Stop it first: `./selfdb stop`.');
  }
  ensureEnvFile();
  const settings = loadSettings();
  await checkS3(s3Settings(settings));
  const interrupted = waitForInterrupt();
  try {
    recordDevLauncher(paths);
    await clearTheWay(paths, portsOf(settings, 'dev'));
    if (!existsSync(join(dashboardFiles, 'index.html'))) {
      console.log('Building the dashboard...');
      await build(paths, { force: false, only: '@selfdb/admin' });
    }
    await startDatabase(paths, settings);
    lock.release();
    return await runWrangler(paths, await keepPorts(paths, settings), interrupted);
  } finally {
    await stopSystem(paths);
  }
}

/** Resolves when this process is told to end, or when npm dies: SIGHUP and SIGKILL end npm without a signal to its child. */
function waitForInterrupt(): Promise<void> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => resolve());
    if (process.env.npm_lifecycle_event !== 'dev') return;
    const npm = process.ppid;
    setInterval(() => process.ppid !== npm && resolve(), parentCheckMs).unref();
  });
}

async function startDatabase(paths: StatePaths, settings: Settings): Promise<void> {
  const state = await launch(paths, {
    mode: 'dev',
    progress: (message) => console.log(message),
    findFault: async () => undefined,
    healthTimeoutMs: 0,
  });
  for (const note of [...state.notes, ...state.news]) console.log(note);
  console.log(`API key  ${settings.API_KEY}`);
}
