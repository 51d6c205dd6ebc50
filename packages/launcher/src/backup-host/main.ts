import { join } from 'node:path';
import { BackupJobs } from '@selfdb/backup/host/backup-jobs';
import { Jobs } from '@selfdb/backup/host/jobs';
import { describeJobFailure } from '@selfdb/backup/host/refusal';
import { RestoreToJobs } from '@selfdb/backup/host/restore-to/restore-to-jobs';
import { Scheduler } from '@selfdb/backup/host/schedule/scheduler';
import { INTERNAL_TOKEN_HEADER, isInternalToken } from '@selfdb/server/auth/tokens';
import { readRange } from '@selfdb/server/http/byte-range';
import { createLog, describeError, flushLog, type Log } from '@selfdb/server/log';
import { backupSystemOf } from '../backup/backup-system.ts';
import { commandJobsDirectory, readCommandJobs } from '../backup/command-jobs.ts';
import { jsonFile } from '../config/json-file.ts';
import { loadSettings } from '../config/load-settings.ts';
import { statePaths } from '../config/paths.ts';
import { keepArchive } from '../pitr/archiving/keep-archive.ts';
import { openMoments } from '../pitr/open-moments.ts';
import { createBackupServer } from './server.ts';

const TICK_MS = 15_000;

// Archives hold every secret of the system.
process.umask(0o077);
const settings = loadSettings();
const logLater = createLog('backup', settings.LOG_LEVEL);
// It has a few lines a day, which would wait for a hundred others.
const log: Log = (...line) => {
  logLater(...line);
  flushLog();
};
const directory = join(statePaths(settings.SELFDB_STATE_DIR).state, 'backup');
const system = backupSystemOf(settings);
const commands = commandJobsDirectory(statePaths(settings.SELFDB_STATE_DIR).state);
const jobs = new Jobs(
  jsonFile(join(directory, 'jobs.json')),
  (error, { kind, filename }) => {
    log('error', `${kind} failed`, { filename, ...describeError(error) });
    return describeJobFailure(error);
  },
  () => readCommandJobs(commands),
);
const work = new BackupJobs(system, jobs);
const restoreTo = new RestoreToJobs(jobs, openMoments(settings));
restoreTo.resume();
const initial = {
  cron: settings.BACKUP_SCHEDULE_CRON,
  timezone: settings.BACKUP_SCHEDULE_TIMEZONE,
  retention_days: settings.BACKUP_RETENTION_DAYS,
  verify: false,
};
const scheduler = new Scheduler(
  jsonFile(join(directory, 'schedule.json')),
  initial,
  work.scheduled(),
  new Date(),
);
const server = createBackupServer({
  store: system.archives.store,
  jobs,
  work,
  restoreTo,
  scheduler,
  readRange,
  isTrusted: (header) =>
    isInternalToken(settings.INTERNAL_SECRET, header(INTERNAL_TOKEN_HEADER.toLowerCase())),
  onError: (error, requestId) =>
    log('error', 'request failed', { request_id: requestId, ...describeError(error) }),
});
server.listen(settings.BACKUP_PORT, '127.0.0.1', () =>
  log('info', 'listening', { port: settings.BACKUP_PORT }),
);

setInterval(() => {
  scheduler.tick(new Date()).catch((error) => log('error', 'schedule failed', describeError(error)));
}, TICK_MS);

keepArchive(settings, log);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));
