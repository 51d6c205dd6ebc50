import { join } from 'node:path';
import { environmentOf } from '@selfdb/settings';
import type { SettledSettings } from '../../config/internal-ports.ts';
import { repositoryRoot, type StatePaths } from '../../config/paths.ts';
import type { ServiceSpec } from '../service.ts';
import { answersHealth, commonEnvironment, commonSpec } from './common.ts';

// Compression must not slow down requests.
const nice = 10;

/** Makes and restores backups. It reads all settings, as the launcher does: an archive contains them. */
export function backupService(settings: SettledSettings, paths: StatePaths): ServiceSpec {
  return {
    ...commonSpec('backup', paths),
    nice,
    // While Postgres stops, it has the last part of its log archived.
    outlivesPostgres: settings.BACKUP_PITR_DAYS > 0,
    command: process.execPath,
    args: ['--max-semi-space-size=4', join(repositoryRoot, 'packages/launcher/src/backup-host/main.ts')],
    env: { ...commonEnvironment(paths), ...environmentOf('launcher', settings) },
    isReady: (pid) => answersHealth(pid, '127.0.0.1', settings.BACKUP_PORT),
  };
}
