import { parseArgs } from 'node:util';
import { ensureEnvFile } from '../config/env-file.ts';
import { loadSettings, loadStateDirectory } from '../config/load-settings.ts';
import { createStateDirectories, type StatePaths, statePaths } from '../config/paths.ts';
import { portsOf, reachableHost } from '../config/ports.ts';
import { type Settings, s3Settings } from '../config/settings.ts';
import { printNewLines } from '../logs/follow-logs.ts';
import { build } from '../services/build.ts';
import { checkS3 } from '../services/check-s3.ts';
import { probe } from '../services/probe.ts';
import { isAbandoned } from '../supervisor/dev-launcher.ts';
import { acquireStartLock, clearTheWay, launch } from '../supervisor/launch.ts';
import { findRunning, type RunState } from '../supervisor/run-state.ts';
import { stopSystem } from '../supervisor/stop-system.ts';
import { UserError } from '../user-error.ts';
import { summarizeStart } from './start-summary.ts';

const healthTimeoutMs = 30_000;

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { foreground: { type: 'boolean' } } });
  const paths = statePaths(loadStateDirectory());
  const running = findRunning(paths);
  if (running && !isAbandoned(paths, running)) return reportRunning(running);
  process.umask(0o077);
  createStateDirectories(paths);
  const lock = acquireStartLock(paths);
  const startedMeanwhile = findRunning(paths);
  if (startedMeanwhile && !isAbandoned(paths, startedMeanwhile)) return reportRunning(startedMeanwhile);
  const generated = ensureEnvFile();
  if (generated.length > 0) console.log(`Wrote random values into .env: ${generated.join(', ')}`);
  const settings = loadSettings();
  await checkS3(s3Settings(settings));
  const interrupted = stopOnInterrupt(paths);
  await clearTheWay(paths, portsOf(settings, 'full'));
  console.log('Building the workers...');
  await build(paths, { force: false });
  console.log('Starting SelfDB...');
  const state = await launch(paths, {
    mode: 'full',
    progress: (message) => console.log(`  ${message}`),
    findFault: () => findHealthFault(settings),
    healthTimeoutMs,
  });
  for (const note of [...state.notes, ...state.news]) console.log(`  ${note}`);
  console.log(await summarizeStart(settings));
  lock.release();
  if (!values.foreground) return 0;
  await printNewLines(paths, { until: () => findRunning(paths) === undefined });
  return (await interrupted.current) ?? 0;
}

async function reportRunning(state: RunState): Promise<number> {
  if (state.mode === 'dev')
    throw new UserError('`npm run dev` is running here. Stop it first (Ctrl-C or `./selfdb stop`).');
  console.log('SelfDB is already running.');
  console.log(await summarizeStart(loadSettings()));
  return 0;
}

/** Ctrl-C and SIGTERM stop the whole system before this process ends. */
function stopOnInterrupt(paths: StatePaths): { current: Promise<number> | undefined } {
  const interrupted: { current: Promise<number> | undefined } = { current: undefined };
  const stop = (exitCode: number) => {
    interrupted.current ??= stopSystem(paths).then(() => process.exit(exitCode));
  };
  process.on('SIGINT', () => stop(130));
  process.on('SIGTERM', () => stop(143));
  process.on('SIGHUP', () => stop(129));
  return interrupted;
}

async function findHealthFault(settings: Settings): Promise<string | undefined> {
  const url = `http://${reachableHost(settings.LISTEN_HOST)}:${settings.BACKEND_PORT}/health`;
  const answer = await probe(url);
  if (answer?.status === 200) return undefined;
  const seen = answer ? `answers ${answer.status}: ${answer.body}` : 'does not answer';
  return `SelfDB started, but ${url} ${seen}\nIt was stopped. \`./selfdb logs\` shows the logs.`;
}
