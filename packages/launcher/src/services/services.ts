import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { SettledSettings } from '../config/internal-ports.ts';
import { repositoryRoot, type StatePaths } from '../config/paths.ts';
import { reachableHost } from '../config/ports.ts';
import type { Settings } from '../config/settings.ts';
import { asAccount, postgresEnvironment } from '../postgres/cluster.ts';
import type { PostgresInstallation } from '../postgres/installation.ts';
import { clearPostgresLeftovers, isPostgresReady } from '../postgres/leftovers.ts';
import { UserError } from '../user-error.ts';
import { logPath } from './log-file.ts';
import { probe } from './probe.ts';
import { variablesOf, workerVariables } from './process-environment.ts';
import type { ServiceSpec } from './service.ts';
import { supervisorAddress } from './tcp-send-queues.ts';

const workerGraceMs = 3000;
const postgresGraceMs = 30_000;
// Behind requests and sockets, but not starved by them.
const authNice = 19;

/** In the environment of every service, by which those of a lost supervisor are found again. */
export function instanceEntry(paths: StatePaths): string {
  return `SELFDB_INSTANCE=${paths.instance}`;
}

/** The same for what wrangler starts, which a supervisor that takes over must leave alone. */
export function wranglerEntry(paths: StatePaths): string {
  return `SELFDB_WRANGLER=${paths.instance}`;
}

export function clusterName(paths: StatePaths): string {
  return `selfdb-${paths.instance}`;
}

export function postgresService(
  settings: Settings,
  paths: StatePaths,
  installation: PostgresInstallation,
): ServiceSpec {
  return {
    name: 'postgres',
    command: join(installation.programs, 'bin/postgres'),
    args: ['-D', installation.data],
    env: { ...postgresEnvironment(), ...instance(paths) },
    cwd: '/',
    logPath: logPath(paths.logs, 'postgres'),
    account: asAccount(installation),
    stopSignal: 'SIGINT',
    graceMs: postgresGraceMs,
    beforeStart: () => clearPostgresLeftovers(installation, settings.DB_PORT, clusterName(paths)),
    isReady: async (pid) => isPostgresReady(installation.data, pid),
  };
}

export function gatewayService(settings: SettledSettings, paths: StatePaths): ServiceSpec {
  return {
    ...common('gateway', paths),
    command: process.execPath,
    // Half the memory for the same processor time, measured under the load of `npm run bench`.
    args: ['--max-semi-space-size=4', join(repositoryRoot, 'packages/pg-gateway/src/main.ts')],
    env: { ...base(paths), ...variablesOf('gateway', settings) },
    isReady: () => answers('127.0.0.1', settings.GATEWAY_PORT),
  };
}

export function authService(settings: SettledSettings, paths: StatePaths): ServiceSpec {
  return {
    ...common('auth', paths),
    nice: authNice,
    command: workerdProgram(),
    args: [
      ...['serve', join(repositoryRoot, 'selfhost/auth.capnp')],
      `--socket-addr=http=127.0.0.1:${settings.AUTH_PORT}`,
      `--external-addr=pg-gateway=127.0.0.1:${settings.GATEWAY_PORT}`,
    ],
    env: { ...base(paths), ...workerVariables(['auth'], settings) },
    isReady: () => answers('127.0.0.1', settings.AUTH_PORT),
  };
}

export function realtimeService(settings: SettledSettings, paths: StatePaths): ServiceSpec {
  return {
    ...common('realtime', paths),
    command: workerdProgram(),
    args: [
      ...['serve', join(repositoryRoot, 'selfhost/realtime.capnp')],
      ...networks(databaseNetwork(settings)),
      `--socket-addr=http=127.0.0.1:${settings.REALTIME_PORT}`,
      `--external-addr=pg-gateway=127.0.0.1:${settings.GATEWAY_PORT}`,
      `--directory-path=objects=${paths.objects}`,
    ],
    env: { ...base(paths), ...workerVariables(['realtime'], settings) },
    isReady: () => answers('127.0.0.1', settings.REALTIME_PORT),
  };
}

export function edgeService(settings: SettledSettings, paths: StatePaths): ServiceSpec {
  const host = settings.LISTEN_HOST.includes(':') ? `[${settings.LISTEN_HOST}]` : settings.LISTEN_HOST;
  return {
    ...common('edge', paths),
    command: workerdProgram(),
    args: [
      ...['serve', join(repositoryRoot, 'selfhost/edge.capnp')],
      ...networks(databaseNetwork(settings), settings.STORAGE_BACKEND),
      `--socket-addr=api=${host}:${settings.BACKEND_PORT}`,
      `--socket-addr=frontend=${host}:${settings.FRONTEND_PORT}`,
      `--external-addr=auth=127.0.0.1:${settings.AUTH_PORT}`,
      `--external-addr=feed=127.0.0.1:${settings.REALTIME_PORT}`,
      `--external-addr=pg-gateway=127.0.0.1:${settings.GATEWAY_PORT}`,
      `--external-addr=supervisor=${supervisorAddress(paths)}`,
      `--directory-path=objects=${paths.objects}`,
      `--directory-path=blobs=${paths.blobs}`,
    ],
    env: { ...base(paths), ...workerVariables(['api', 'storage', 'realtime'], settings) },
    isReady: () => answers(reachableHost(settings.LISTEN_HOST), settings.BACKEND_PORT),
  };
}

/** The directory of blobs, for `npm run dev`. */
export function blobsService(settings: SettledSettings, paths: StatePaths): ServiceSpec {
  return {
    ...common('blobs', paths),
    command: workerdProgram(),
    args: [
      ...['serve', join(repositoryRoot, 'selfhost/blobs.capnp')],
      `--socket-addr=http=127.0.0.1:${settings.BLOBS_PORT}`,
      `--directory-path=blobs=${paths.blobs}`,
    ],
    env: { ...base(paths), ...variablesOf('blobs', settings) },
    isReady: () => answers('127.0.0.1', settings.BLOBS_PORT),
  };
}

/** Where `database.capnp` and `files.capnp` are: they say which addresses the workers may reach. */
function networks(...names: string[]): string[] {
  return names.map((name) => `--import-path=${join(repositoryRoot, 'selfhost/networks', name)}`);
}

function databaseNetwork(settings: Settings): string {
  return settings.DATABASE_URL ? 'own-database' : 'embedded-database';
}

function common(name: string, paths: StatePaths) {
  return {
    name,
    cwd: repositoryRoot,
    logPath: logPath(paths.logs, name),
    stopSignal: 'SIGTERM' as const,
    graceMs: workerGraceMs,
  };
}

function base(paths: StatePaths): Record<string, string> {
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', TZ: 'UTC', ...instance(paths) };
}

function instance(paths: StatePaths): Record<string, string> {
  return { SELFDB_INSTANCE: paths.instance };
}

async function answers(host: string, port: number): Promise<boolean> {
  return (await probe(`http://${host}:${port}/health`)) !== undefined;
}

const workerdArchitectures: Record<string, string> = { x64: '64', arm64: 'arm64' };

/** The program itself rather than the package's wrapper, which would be a Node process between us and it. */
function workerdProgram(): string {
  const name = `workerd-${process.platform}-${workerdArchitectures[process.arch] ?? process.arch}`;
  const program = join(repositoryRoot, 'node_modules/@cloudflare', name, 'bin/workerd');
  if (existsSync(program)) return program;
  throw new UserError(
    `There is no workerd for ${process.platform} on ${process.arch} (npm package @cloudflare/${name}).`,
  );
}
