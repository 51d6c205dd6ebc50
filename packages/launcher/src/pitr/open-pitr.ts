import { WalArchive } from '@selfdb/backup/pitr/wal-archive';
import { type StatePaths, statePaths } from '../config/paths.ts';
import type { Settings } from '../config/settings.ts';
import { type PostgresInstallation, preparePostgres } from '../postgres/installation.ts';
import { findRunning, type RunState } from '../supervisor/run-state.ts';
import { UserError } from '../user-error.ts';
import { openLogFiles } from './open-log-files.ts';
import { type PitrPlaces, pitrPlaces } from './places.ts';

/** The running system, for a restore to a moment. */
export interface Pitr {
  settings: Settings;
  paths: StatePaths;
  installation: PostgresInstallation;
  places: PitrPlaces;
  archive: WalArchive;
}

/** Throws a UserError if this system can't be restored to a moment, with what to do about it. */
export function openPitr(settings: Settings): Pitr {
  if (settings.DATABASE_URL)
    throw new UserError(
      'DATABASE_URL names a Postgres of your own, whose log SelfDB does not archive. Use its own point-in-time recovery, or `./selfdb restore <file>`.',
    );
  if (settings.BACKUP_PITR_DAYS === 0)
    throw new UserError(
      'BACKUP_PITR_DAYS is 0, so no moments are kept. Set it in .env and run `./selfdb restart`; moments from then on can be restored. For the past, `./selfdb restore` lists the backups.',
    );
  const paths = statePaths(settings.SELFDB_STATE_DIR);
  requireRunning(paths);
  const installation = preparePostgres(paths, settings.DB_PORT);
  const places = pitrPlaces(installation);
  return {
    settings,
    paths,
    installation,
    places,
    archive: new WalArchive(openLogFiles(settings, installation)),
  };
}

/** The state of the system, which has to run. */
export function requireRunning(paths: StatePaths): RunState {
  const running = findRunning(paths);
  if (running?.phase !== 'running')
    throw new UserError('SelfDB is not running, and its Postgres runs with it. Run `./selfdb start`.');
  return running;
}

/** A connection as the superuser of the running database. */
export function superuserOf({ settings, installation }: Pick<Pitr, 'settings' | 'installation'>) {
  return { host: installation.sockets, port: settings.DB_PORT, user: 'postgres' };
}
