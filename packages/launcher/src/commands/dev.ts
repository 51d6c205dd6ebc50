import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureEnvFile } from '../config/env-file.ts';
import { keepPorts, type SettledSettings } from '../config/internal-ports.ts';
import { loadSettings, loadStateDirectory } from '../config/load-settings.ts';
import { createStateDirectories, repositoryRoot, type StatePaths, statePaths } from '../config/paths.ts';
import { portsOf } from '../config/ports.ts';
import { type Settings, s3Settings } from '../config/settings.ts';
import { checkS3 } from '../services/check-s3.ts';
import { wranglerVariable } from '../services/instance.ts';
import { wranglerVariables } from '../services/specs/process-environment.ts';
import { isAbandoned, recordDevLauncher } from '../supervisor/dev-launcher.ts';
import { acquireStartLock, clearTheWay, launch } from '../supervisor/launch.ts';
import { findRunning } from '../supervisor/run-state.ts';
import { stopSystem } from '../supervisor/stop-system.ts';
import { UserError } from '../user-error.ts';

const wranglerGraceMs = 5000;
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

/** Runs until wrangler ends or `interrupted` resolves. */
async function runWrangler(
  paths: StatePaths,
  settings: SettledSettings,
  interrupted: Promise<void>,
): Promise<number> {
  const wrangler = startWrangler(paths, settings);
  const ended = new Promise<number>((resolve, reject) => {
    wrangler.once('error', reject);
    wrangler.once('exit', (code) => resolve(code ?? 1));
  });
  const wasInterrupted = await Promise.race([ended.then(() => false), interrupted.then(() => true)]);
  wrangler.kill('SIGTERM');
  const killTimer = setTimeout(() => wrangler.kill('SIGKILL'), wranglerGraceMs);
  const code = await ended;
  clearTimeout(killTimer);
  return wasInterrupted ? 0 : code;
}

function startWrangler(paths: StatePaths, settings: SettledSettings): ChildProcess {
  const programs = join(repositoryRoot, 'node_modules/.bin');
  const args = [
    ...[
      'dev',
      '-c',
      'wrangler.toml',
      '-c',
      'workers/auth/wrangler.toml',
      '-c',
      'workers/storage/wrangler.toml',
      '-c',
      'workers/realtime/wrangler.toml',
    ],
    ...['--ip', settings.LISTEN_HOST, '--port', String(settings.BACKEND_PORT)],
    ...['--persist-to', join(paths.state, 'wrangler')],
  ];
  return spawn(join(programs, 'wrangler'), args, {
    cwd: repositoryRoot,
    // Wrangler runs under the first `node` on the path: the one in node_modules, not the machine's.
    // The workers' variables go through the environment: `--env-file` reaches only the first of several workers, and
    // a command line is visible to all users.
    env: {
      ...process.env,
      ...wranglerVariables(settings),
      CLOUDFLARE_INCLUDE_PROCESS_ENV: 'true',
      PATH: `${programs}:${process.env.PATH}`,
      ...wranglerVariable(paths),
      WRANGLER_SEND_METRICS: 'false',
    },
    stdio: 'inherit',
  });
}
