import { backupS3Settings } from '@selfdb/backup/host/backup-variables';
import { readSettings, SettingsError, table } from '@selfdb/settings';
import { UserError } from '../user-error.ts';
import { type Environment, mergeEnvironment, readEnvFile } from './env-file.ts';
import { findProductionFaults } from './production-checks.ts';
import { type Settings, s3Settings } from './settings.ts';

/** Parses the variables. Throws a UserError with one sentence per wrong variable, never with a value. */
export function parseSettings(environment: Environment): Settings {
  const settings = read(environment);
  const faults = [...findS3Faults(settings), ...findPitrFaults(settings), ...findProductionFaults(settings)];
  if (faults.length > 0) throw new UserError(faults.join('\n'));
  return settings;
}

function read(environment: Environment): Settings {
  try {
    return readSettings('launcher', environment);
  } catch (error) {
    throw error instanceof SettingsError ? new UserError(error.message) : error;
  }
}

function findS3Faults(settings: Settings): string[] {
  return [s3Settings, backupS3Settings].flatMap((read) => {
    try {
      read(settings);
      return [];
    } catch (error) {
      return [error instanceof Error ? `${error.message}.` : String(error)];
    }
  });
}

function findPitrFaults({ BACKUP_PITR_DAYS, DATABASE_URL }: Settings): string[] {
  if (BACKUP_PITR_DAYS === 0 || !DATABASE_URL) return [];
  return [
    'BACKUP_PITR_DAYS works with the embedded Postgres only. Set it to 0, and let your own Postgres archive its log.',
  ];
}

/** The settings from `.env` and the environment. Throws like `parseSettings`. */
export function loadSettings(): Settings {
  return parseSettings(mergeEnvironment(readEnvFile(), process.env));
}

/** The state directory alone, for commands that must work even if other settings are wrong. */
export function loadStateDirectory(): string {
  return mergeEnvironment(readEnvFile(), process.env).SELFDB_STATE_DIR || table.SELFDB_STATE_DIR.default;
}
