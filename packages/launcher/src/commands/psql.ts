import { spawnSync } from 'node:child_process';
import { databaseSqlUrlOf, loadSettings } from '../config/settings.ts';
import { UserError } from '../user-error.ts';

/** Hands the terminal to the machine's own psql, logged in as the role that owns users' tables. */
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
