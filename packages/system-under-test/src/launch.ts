import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runLauncher, type SystemEnvironment } from './launcher.ts';

/** Where a running system is found, and with what it is entered. */
export interface System {
  baseUrl: string;
  frontendUrl: string | null;
  gatewayUrl: string | null;
  databaseUrl: string;
  apiKey: string;
  adminEmail: string;
  adminPassword: string;
  /** For `./selfdb status`; null when the tests did not start the system. */
  environment: SystemEnvironment | null;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', listening);
  });
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

async function freePorts(): Promise<SystemEnvironment> {
  // The tests ask the gateway how many requests it has answered.
  const names = ['BACKEND_PORT', 'FRONTEND_PORT', 'DB_PORT', 'GATEWAY_PORT'];
  const ports = new Set<number>();
  while (ports.size < names.length) ports.add(await freePort());
  const chosen = [...ports].map((port, index) => [names[index], String(port)]);
  // Those that the checkout's .env may name are a running system's.
  return {
    ...Object.fromEntries(chosen),
    AUTH_PORT: '',
    REALTIME_PORT: '',
    FUNCTIONS_PORT: '',
    RUNNER_PORT: '',
    BACKUP_PORT: '',
    BLOBS_PORT: '',
  };
}

const secret = () => randomBytes(32).toString('hex');

/** The shell's environment without what the test runner put into it. */
function inherited(): SystemEnvironment {
  const ours = /^(NODE_ENV|VITEST.*|TEST|DEV|PROD|MODE|SSR|BASE_URL|DATABASE_URL)$/;
  const entries = Object.entries(process.env).filter(([name]) => !ours.test(name));
  return Object.fromEntries(entries.map(([name, value]) => [name, value ?? '']));
}

/** A system that could be started: what it is to be called with, and how nothing of it is left. */
export interface Prepared {
  system: System;
  environment: SystemEnvironment;
  stop: () => Promise<void>;
}

/** A state directory, ports and secrets of a system's own, with these settings. */
export async function prepare(settings: SystemEnvironment = {}): Promise<Prepared> {
  const folder = await mkdtemp(join(tmpdir(), 'selfdb-acceptance-'));
  // The embedded Postgres may run as a user of its own, who has to pass through this folder.
  await chmod(folder, 0o755);
  const ports = await freePorts();
  const secrets = {
    SECRET_KEY: secret(),
    API_KEY: secret(),
    INTERNAL_SECRET: secret(),
    POSTGRES_PASSWORD: secret(),
    ADMIN_EMAIL: 'root@acceptance.example.com',
    ADMIN_PASSWORD: `Adm-${secret()}`,
  };
  const own = {
    ...ports,
    ...secrets,
    SELFDB_STATE_DIR: join(folder, 'state'),
    BACKUP_DIR: join(folder, 'backups'),
    FUNCTIONS_HOST: `functions.localhost:${ports.BACKEND_PORT}`,
  };
  const environment = { ...inherited(), ...own, ...settings };
  const stop = async () => {
    await runLauncher(environment, 'stop');
    await rm(folder, { recursive: true, force: true });
  };
  const url = (name: string) => `http://127.0.0.1:${ports[name]}`;
  const system: System = {
    baseUrl: url('BACKEND_PORT'),
    frontendUrl: url('FRONTEND_PORT'),
    gatewayUrl: url('GATEWAY_PORT'),
    databaseUrl: `postgres://selfdb:${secrets.POSTGRES_PASSWORD}@127.0.0.1:${ports.DB_PORT}/selfdb`,
    apiKey: secrets.API_KEY,
    adminEmail: secrets.ADMIN_EMAIL,
    adminPassword: secrets.ADMIN_PASSWORD,
    environment,
  };
  return { system, environment, stop };
}

/** Starts a system as `./selfdb start` does, with these settings. Gives it together with the function that ends it. */
export async function launchSystem(
  settings: SystemEnvironment = {},
): Promise<{ system: System; stop: () => Promise<void> }> {
  const { system, environment, stop } = await prepare(settings);
  try {
    await runLauncher(environment, 'start');
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
  return { system, stop };
}
