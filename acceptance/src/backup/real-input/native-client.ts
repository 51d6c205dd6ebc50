import { execFileSync, spawnSync } from 'node:child_process';

/** The major version of a program of the Postgres client on this machine; 0 if it is not here. */
function majorOf(program: 'psql' | 'pg_dump'): number {
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return Number(/ (\d+)/.exec(stdout ?? '')?.[1] ?? 0);
}

export const hasPsql = majorOf('psql') > 0;

/** pg_dump refuses a server that is newer than itself. */
export const canDump = (serverMajor: number) => majorOf('pg_dump') >= serverMajor;

function environmentOf(databaseUrl: string): NodeJS.ProcessEnv {
  const { hostname, port, username, password, pathname } = new URL(databaseUrl);
  const own = { PGHOST: hostname, PGPORT: port, PGUSER: username, PGPASSWORD: password };
  return { ...process.env, ...own, PGDATABASE: pathname.slice(1) };
}

/** Runs a script as docs/backup.md has it. */
export function psql(databaseUrl: string, file: string): void {
  execFileSync('psql', ['--quiet', '--no-psqlrc', '--set=ON_ERROR_STOP=1', `--file=${file}`], {
    env: environmentOf(databaseUrl),
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 2 ** 28,
  });
}

/** Everything but the rows of the system's own tables. */
export function pgDump(databaseUrl: string): string {
  const options = ['--no-owner', '--restrict-key=judge', '--exclude-table-data=selfdb.*'];
  return execFileSync('pg_dump', options, {
    env: environmentOf(databaseUrl),
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
}
