import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../..');
const LAUNCHER = join(ROOT, 'selfdb');
const STOP_TIMEOUT_MS = 120_000;

/** Where a running system is found, and with what it is entered. */
export interface System {
  baseUrl: string;
  frontendUrl: string | null;
  gatewayUrl: string;
  databaseUrl: string;
  apiKey: string;
  adminEmail: string;
  adminPassword: string;
}

/** One line of `./selfdb status --json`. */
export interface ServiceState {
  service: string;
  pid: number | null;
}

/** A system that this test run started, and therefore stops. */
export interface LaunchedSystem extends System {
  services(): Promise<ServiceState[]>;
  stop(): Promise<void>;
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolvePort, reject) => {
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => {
            const address = server.address();
            if (address === null || typeof address === 'string') reject(new Error('no port'));
            else resolvePort(address.port);
          });
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}

const secret = () => randomBytes(32).toString('hex');

async function environment(state: string, extra: Record<string, string>) {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(NODE_ENV|VITEST.*|TEST|DEV|PROD|MODE|SSR|BASE_URL|DATABASE_URL)$/.test(name),
  );
  const [api, frontend, db, gateway, auth] = await freePorts(5);
  return {
    ...Object.fromEntries(inherited),
    SELFDB_STATE_DIR: state,
    BACKEND_PORT: String(api),
    FRONTEND_PORT: String(frontend),
    DB_PORT: String(db),
    GATEWAY_PORT: String(gateway),
    AUTH_PORT: String(auth),
    SECRET_KEY: secret(),
    API_KEY: secret(),
    INTERNAL_SECRET: secret(),
    POSTGRES_PASSWORD: secret(),
    ADMIN_EMAIL: 'root@acceptance.example.com',
    ADMIN_PASSWORD: `Adm-${secret()}`,
    ...extra,
  };
}

function start(env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((started, failed) => {
    const child = spawn(LAUNCHER, ['start'], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (output += String(chunk)));
    child.once('error', failed);
    child.once('exit', (code) =>
      code === 0 ? started() : failed(new Error(`./selfdb start ended with ${code}:\n${output}`)),
    );
  });
}

/** Starts a system as `./selfdb start` does, with a state directory, ports and secrets of its own. */
export async function launch(extra: Record<string, string> = {}): Promise<LaunchedSystem> {
  const folder = await mkdtemp(join(tmpdir(), 'selfdb-acceptance-'));
  // The embedded Postgres may run as a user of its own, who has to pass through this folder.
  await chmod(folder, 0o755);
  const env = await environment(join(folder, 'state'), extra);
  const launcher = async (...args: string[]) =>
    (await run(LAUNCHER, args, { cwd: ROOT, env, timeout: STOP_TIMEOUT_MS })).stdout;
  const stop = async () => {
    await launcher('stop');
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await start(env);
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
  return {
    baseUrl: `http://127.0.0.1:${env.BACKEND_PORT}`,
    frontendUrl: `http://127.0.0.1:${env.FRONTEND_PORT}`,
    gatewayUrl: `http://127.0.0.1:${env.GATEWAY_PORT}`,
    databaseUrl: `postgres://selfdb:${env.POSTGRES_PASSWORD}@127.0.0.1:${env.DB_PORT}/selfdb`,
    apiKey: env.API_KEY,
    adminEmail: env.ADMIN_EMAIL,
    adminPassword: env.ADMIN_PASSWORD,
    services: async () => JSON.parse(await launcher('status', '--json')),
    stop,
  };
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`SELFDB_URL is set, so ${name} has to be set too`);
  return value;
}

/** The system named by SELFDB_URL, or undefined when the tests are to start one of their own. */
export function runningSystem(): System | undefined {
  const baseUrl = process.env.SELFDB_URL;
  if (!baseUrl) return undefined;
  const { DB_PORT = '5433', GATEWAY_PORT = '8430', POSTGRES_PASSWORD = '' } = process.env;
  return {
    baseUrl: baseUrl.replace(/\/$/, ''),
    frontendUrl: process.env.FRONTEND_PORT ? `http://127.0.0.1:${process.env.FRONTEND_PORT}` : null,
    gatewayUrl: `http://127.0.0.1:${GATEWAY_PORT}`,
    databaseUrl:
      process.env.DATABASE_URL || `postgres://selfdb:${POSTGRES_PASSWORD}@127.0.0.1:${DB_PORT}/selfdb`,
    apiKey: required('API_KEY'),
    adminEmail: required('ADMIN_EMAIL'),
    adminPassword: required('ADMIN_PASSWORD'),
  };
}
