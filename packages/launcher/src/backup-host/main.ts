import { join } from 'node:path';
import { openBackupHost } from '@selfdb/backup/host/open-host';
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
const { state } = statePaths(settings.SELFDB_STATE_DIR);
const host = openBackupHost({
  system: backupSystemOf(settings),
  settings,
  moments: openMoments(settings),
  stateOf: (name) => jsonFile(join(state, 'backup', `${name}.json`)),
  readCommands: () => readCommandJobs(commandJobsDirectory(state)),
  readRange,
  isTrusted: (header) =>
    isInternalToken(settings.INTERNAL_SECRET, header(INTERNAL_TOKEN_HEADER.toLowerCase())),
  logError: (event, error, fields) => log('error', event, { ...fields, ...describeError(error) }),
});
host.restoreTo.resume();
const server = createBackupServer(host);
server.listen(settings.BACKUP_PORT, '127.0.0.1', () =>
  log('info', 'listening', { port: settings.BACKUP_PORT }),
);

setInterval(() => {
  host.scheduler.tick(new Date()).catch((error) => log('error', 'schedule failed', describeError(error)));
}, TICK_MS);

keepArchive(settings, log);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));
