import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

/** The unprivileged user that Postgres runs as when the launcher runs as root. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

const ownUser = 'selfdb';
const nobodyId = 65534;

/**
 * Postgres refuses to run as root. Returns undefined for any other user, who runs Postgres as itself. For root, returns
 * the owner of an existing database, or `postgres`, or `selfdb` (which it creates), or `nobody`.
 */
export function choosePostgresAccount(dataDirectories: string[]): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const existing = dataDirectories.find((directory) => existsSync(directory));
  if (existing) {
    const { uid, gid } = statSync(existing);
    if (uid !== 0) return { name: nameOf(uid), uid, gid };
  }
  return (
    findAccount('postgres') ??
    findAccount('_postgres') ??
    findAccount(ownUser) ??
    createAccount() ??
    findAccount('nobody') ?? { name: 'nobody', uid: nobodyId, gid: nobodyId }
  );
}

function nameOf(uid: number): string {
  const result = spawnSync('id', ['-nu', String(uid)], { encoding: 'utf8' });
  return result.status === 0 ? result.stdout.trim() : `user ${uid}`;
}

function findAccount(name: string): Account | undefined {
  const uid = id('-u', name);
  const gid = id('-g', name);
  return uid === undefined || gid === undefined ? undefined : { name, uid, gid };
}

function createAccount(): Account | undefined {
  const home = ['-h', '/nonexistent', '-s', '/sbin/nologin'];
  const created =
    succeeds('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      ownUser,
    ]) ||
    // Alpine's adduser comes from busybox.
    (succeeds('addgroup', ['-S', ownUser]) &&
      succeeds('adduser', ['-S', '-D', '-H', '-G', ownUser, ...home, ownUser]));
  return created ? findAccount(ownUser) : undefined;
}

function id(option: string, name: string): number | undefined {
  const result = spawnSync('id', [option, name], { encoding: 'utf8' });
  return result.status === 0 ? Number(result.stdout) : undefined;
}

function succeeds(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
