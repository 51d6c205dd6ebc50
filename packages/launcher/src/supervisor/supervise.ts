import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadStateDirectory } from '../config/load-settings.ts';
import { createStateDirectories, statePaths } from '../config/paths.ts';
import { logPath, openLog } from '../logs/log-file.ts';
import { resume, startFresh, startOnOtherDatabase } from './boot.ts';
import { endLeftovers, findLeftovers } from './leftovers.ts';
import { acquireLock } from './lock.ts';
import { restartWorkers } from './restart-workers.ts';
import { StartFailure } from './start-failure.ts';
import {
  createSupervision,
  logLine,
  markStopped,
  record,
  rotateLogsRegularly,
  type Supervision,
  setPhase,
  stopServices,
} from './supervision.ts';
import { startWatchdog } from './watchdog.ts';

/** The exit code for: another supervisor already serves this state directory. */
export const exitAlreadySupervised = 3;

const lockTimeoutMs = 5000;

/**
 * The background process of `start`: keeps the services running until SIGTERM stops everything.
 * SIGUSR2 restarts all but Postgres. SIGHUP puts a database in place that a restore has decided on (pitr/swap.ts).
 */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { dev: { type: 'boolean' }, resume: { type: 'boolean' } } });
  process.umask(0o077);
  const paths = statePaths(loadStateDirectory());
  createStateDirectories(paths);
  const stopRequested = new Promise<void>((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
  });
  const lock = acquireLock(paths.lock, lockTimeoutMs);
  if (!lock) return exitAlreadySupervised;
  if (existsSync(paths.stopMarker)) return 0;
  const supervision = createSupervision(paths, values.dev ? 'dev' : 'full', values.resume === true);
  logLine(values.resume ? 'taking over after a supervisor died' : 'starting');
  startGuards(supervision);
  const failed = await Promise.race([
    begin(supervision, values.resume === true),
    stopRequested.then(() => false),
  ]);
  await end(supervision, failed);
  lock.release();
  return failed ? 1 : 0;
}

/** Resolves only when a first start failed, to true. */
async function begin(supervision: Supervision, isResumed: boolean): Promise<boolean> {
  try {
    await (isResumed ? resume(supervision) : startFresh(supervision));
    logLine('everything is running');
    return await new Promise<never>(() => {});
  } catch (error) {
    const service = error instanceof StartFailure ? error.service : 'supervisor';
    const message = error instanceof Error ? error.message : String(error);
    if (supervision.phase !== 'stopping') supervision.failure = { service, message };
    logLine(`${service}: ${message}`);
    return true;
  }
}

function startGuards(supervision: Supervision): void {
  const { paths, mode } = supervision;
  const next = ['supervise', '--resume', ...(mode === 'dev' ? ['--dev'] : [])];
  const log = openLog(logPath(paths.logs, 'supervisor'));
  supervision.watchdog = startWatchdog(paths, next, log, () => {
    logLine('the watchdog ended and was restarted');
    record(supervision);
  });
  const rotation = rotateLogsRegularly(supervision);
  rotation.unref();
  process.on('SIGHUP', () => {
    logLine('replacing the database');
    startOnOtherDatabase(supervision).then(
      () => logLine('everything was started on the other database'),
      (error) => logLine(`the database was not replaced: ${error instanceof Error ? error.message : error}`),
    );
  });
  process.on('SIGUSR2', () => {
    logLine('restarting the workers');
    restartWorkers(supervision).catch((error) =>
      logLine(`not all were restarted: ${error instanceof Error ? error.message : error}`),
    );
  });
}

async function end(supervision: Supervision, failed: boolean): Promise<void> {
  logLine('stopping');
  setPhase(supervision, 'stopping');
  markStopped(supervision.paths);
  supervision.watchdog?.stop();
  await stopServices(supervision);
  await endLeftovers(findLeftovers(supervision.paths));
  setPhase(supervision, failed ? 'failed' : 'stopped');
  logLine('stopped');
}
