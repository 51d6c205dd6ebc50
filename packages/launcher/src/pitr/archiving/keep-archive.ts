import { JobRunning } from '@selfdb/backup/restore/maintenance';
import { describeError, type Log } from '@selfdb/server/log';
import { statePaths } from '../../config/paths.ts';
import type { Settings } from '../../config/settings.ts';
import { preparePostgres } from '../../postgres/installation.ts';
import { pitrPlaces } from '../places.ts';
import { sweepRecovery } from '../recovery/recover.ts';
import { sweepKept } from '../swap/kept-directories.ts';
import { isSwapPending } from '../swap/swap.ts';
import { PitrKeeper } from './keeper.ts';
import { forgetArchiving } from './state.ts';

const SWEEP_EVERY_MS = 600_000;

/** Starts what the process of backups does for the embedded Postgres, for as long as it runs. */
export function keepArchive(settings: Settings, log: Log): void {
  const paths = statePaths(settings.SELFDB_STATE_DIR);
  if (settings.BACKUP_PITR_DAYS === 0) forgetArchiving(paths);
  if (settings.DATABASE_URL) return;
  const installation = preparePostgres(paths, settings.DB_PORT);
  const places = pitrPlaces(installation);
  const sweep = async () => {
    if (isSwapPending(paths)) return;
    sweepKept(installation.data, new Date());
    await sweepRecovery({ settings, paths, installation, places });
  };
  const report = (error: unknown) => {
    if (!(error instanceof JobRunning)) log('error', 'old databases were not removed', describeError(error));
  };
  void sweep().catch(report);
  setInterval(() => void sweep().catch(report), SWEEP_EVERY_MS);
  if (settings.BACKUP_PITR_DAYS > 0) new PitrKeeper(settings, paths, installation, log).start();
}
