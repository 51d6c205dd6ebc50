import { spawnSync } from 'node:child_process';
import { loadSettings } from '../../config/load-settings.ts';
import { databaseSqlUrlOf } from '../../config/settings.ts';
import { UserError } from '../../user-error.ts';

/** Runs the machine's psql in this terminal, logged in as the role that owns users' tables. */
export function run(args: string[]): number {
  const url = new URL(databaseSqlUrlOf(loadSettings()));
  const env = {
    ...process.env,
    PGHOST: url.hostname.replace(/^\[|\]$/g, ''),
    PGPORT: url.port || '5432',
    PGDATABASE: decodeURIComponent(url.pathname.slice(1)),
    PGUSER: decodeURIComponent(url.username),
    // In the environment, because all users can read a process's command line.
    PGPASSWORD: decodeURIComponent(url.password),
  };
  const { status, error } = spawnSync('psql', args, { stdio: 'inherit', env });
  if (error) throw new UserError(`psql could not be started: ${error.message}. Install the Postgres client.`);
  return status ?? 1;
}
