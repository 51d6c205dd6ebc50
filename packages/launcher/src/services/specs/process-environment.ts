import { environmentOf, type Values, type Worker } from '@selfdb/settings';
import type { SettledSettings } from '../../config/internal-ports.ts';
import { databaseSqlUrlOf, databaseUrlOf } from '../../config/settings.ts';
import { maxSockets } from './open-files.ts';
import { readVersion } from './version.ts';

/** The settings, with the values that the launcher fills in for the processes. */
function valuesOf(settings: SettledSettings): Values {
  return {
    ...settings,
    DATABASE_URL: databaseUrlOf(settings),
    DATABASE_SQL_URL: databaseSqlUrlOf(settings),
    DB_GATEWAY_URL: `http://127.0.0.1:${settings.GATEWAY_PORT}/sql`,
    REALTIME_MAX_SOCKETS: settings.REALTIME_MAX_SOCKETS || maxSockets(),
    SELFDB_VERSION: readVersion(),
  };
}

/** The variables of a process that reads each setting from a variable of its own. */
export function variablesOf(
  reader: 'gateway' | 'blobs' | 'runner',
  settings: SettledSettings,
): Record<string, string> {
  return environmentOf(reader, valuesOf(settings));
}

/** One variable for each worker of a process, such as API_SETTINGS, which the process binds to the worker as SETTINGS. */
export function workerVariables(
  names: (Worker | 'admin')[],
  settings: SettledSettings,
): Record<string, string> {
  const values = valuesOf(settings);
  return Object.fromEntries(
    names.map((name) => [`${name.toUpperCase()}_SETTINGS`, JSON.stringify(environmentOf(name, values))]),
  );
}

/** One variable with the settings of these workers together, which `wrangler dev` binds to each of them. */
export function wranglerVariables(
  settings: SettledSettings,
  names: readonly (Worker | 'admin')[],
): Record<string, string> {
  const values = {
    ...valuesOf(settings),
    BLOBS_URL: `http://127.0.0.1:${settings.BLOBS_PORT}`,
    RUNNER_URL: `http://127.0.0.1:${settings.RUNNER_PORT}`,
    BACKUP_HOST_URL: `http://127.0.0.1:${settings.BACKUP_PORT}`,
  };
  const all = Object.assign({}, ...names.map((name) => environmentOf(name, values)));
  return { SETTINGS: JSON.stringify(all) };
}
