import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { logPath } from './log-file.ts';
import { mostSockets } from './open-files.ts';
import { repositoryRoot, type StatePaths } from './paths.ts';
import { reachableHost } from './ports.ts';
import { asAccount, postgresEnvironment } from './postgres-cluster.ts';
import { clearPostgresLeftovers, isPostgresReady } from './postgres-leftovers.ts';
import type { PostgresPlace } from './postgres-place.ts';
import { probe } from './probe.ts';
import type { ServiceSpec } from './service.ts';
import { databaseSqlUrlOf, databaseUrlOf, type Settings } from './settings.ts';
import { supervisorAddress } from './unsent.ts';
import { UserError } from './user-error.ts';
import { readVersion } from './version.ts';

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

export function postgresService(settings: Settings, paths: StatePaths, place: PostgresPlace): ServiceSpec {
  return {
    name: 'postgres',
    command: join(place.programs, 'bin/postgres'),
    args: ['-D', place.data],
    env: { ...postgresEnvironment(), ...instance(paths) },
    cwd: '/',
    logPath: logPath(paths.logs, 'postgres'),
    account: asAccount(place),
    stopSignal: 'SIGINT',
    graceMs: postgresGraceMs,
    beforeStart: () => clearPostgresLeftovers(place, settings.DB_PORT, clusterName(paths)),
    isReady: async (pid) => isPostgresReady(place.data, pid),
  };
}

export function gatewayService(settings: Settings, paths: StatePaths): ServiceSpec {
  const names = [
    'SELFDB_ENV',
    'GATEWAY_PORT',
    'PG_POOL_SIZE',
    'PG_SYSTEM_POOL_SIZE',
    'PG_QUEUE_SIZE',
    'PG_QUEUE_STALL_MS',
    'PG_STATEMENT_TIMEOUT_MS',
    'PG_USER_STATEMENT_TIMEOUT_MS',
    'PG_CALLER_SHARE',
    'PG_CALLER_QUEUE_SIZE',
    'PG_CALLER_STALL_MS',
    'PG_MAX_RESPONSE_BYTES',
    'LOG_LEVEL',
  ] as const;
  return {
    ...common('gateway', paths),
    command: process.execPath,
    // Half the memory for the same processor time, measured under the load of `npm run bench`.
    args: ['--max-semi-space-size=4', join(repositoryRoot, 'packages/pg-gateway/src/main.ts')],
    env: { ...base(paths), ...pick(settings, names), ...databaseUrls(settings) },
    isReady: () => answers('127.0.0.1', settings.GATEWAY_PORT),
  };
}

export function authService(settings: Settings, paths: StatePaths): ServiceSpec {
  return {
    ...common('auth', paths),
    nice: authNice,
    command: workerdProgram(),
    args: [
      ...['serve', join(repositoryRoot, 'selfhost/auth.capnp')],
      `--socket-addr=http=127.0.0.1:${settings.AUTH_PORT}`,
      `--external-addr=pg-gateway=127.0.0.1:${settings.GATEWAY_PORT}`,
    ],
    env: workerEnvironment(settings, paths),
    isReady: () => answers('127.0.0.1', settings.AUTH_PORT),
  };
}

export function realtimeService(settings: Settings, paths: StatePaths): ServiceSpec {
  return {
    ...common('realtime', paths),
    command: workerdProgram(),
    args: [
      ...['serve', join(repositoryRoot, 'selfhost/realtime.capnp')],
      databaseConfiguration(settings),
      `--socket-addr=http=127.0.0.1:${settings.REALTIME_PORT}`,
      `--external-addr=pg-gateway=127.0.0.1:${settings.GATEWAY_PORT}`,
      `--directory-path=objects=${paths.objects}`,
    ],
    env: workerEnvironment(settings, paths),
    isReady: () => answers('127.0.0.1', settings.REALTIME_PORT),
  };
}

export function edgeService(settings: Settings, paths: StatePaths): ServiceSpec {
  const host = settings.LISTEN_HOST.includes(':') ? `[${settings.LISTEN_HOST}]` : settings.LISTEN_HOST;
  return {
    ...common('edge', paths),
    command: workerdProgram(),
    args: [
      ...['serve', join(repositoryRoot, 'selfhost/edge.capnp')],
      edgeConfiguration(settings),
      `--socket-addr=api=${host}:${settings.BACKEND_PORT}`,
      `--socket-addr=frontend=${host}:${settings.FRONTEND_PORT}`,
      `--external-addr=auth=127.0.0.1:${settings.AUTH_PORT}`,
      `--external-addr=feed=127.0.0.1:${settings.REALTIME_PORT}`,
      `--external-addr=pg-gateway=127.0.0.1:${settings.GATEWAY_PORT}`,
      `--external-addr=supervisor=${supervisorAddress(paths)}`,
      `--directory-path=objects=${paths.objects}`,
      `--directory-path=blobs=${paths.blobs}`,
    ],
    env: workerEnvironment(settings, paths),
    isReady: () => answers(reachableHost(settings.LISTEN_HOST), settings.BACKEND_PORT),
  };
}

/** The directory of blobs, for `npm run dev`. */
export function blobsService(settings: Settings, paths: StatePaths): ServiceSpec {
  return {
    ...common('blobs', paths),
    command: workerdProgram(),
    args: [
      ...['serve', join(repositoryRoot, 'selfhost/blobs.capnp')],
      `--socket-addr=http=127.0.0.1:${settings.BLOBS_PORT}`,
      `--directory-path=blobs=${paths.blobs}`,
    ],
    env: { ...base(paths), ...pick(settings, ['INTERNAL_SECRET']) },
    isReady: () => answers('127.0.0.1', settings.BLOBS_PORT),
  };
}

/** One of those in `realtime.capnp`: a database elsewhere may have a public address, which is closed otherwise. */
function databaseConfiguration(settings: Settings): string {
  return settings.DATABASE_URL ? 'anyDatabase' : 'localDatabase';
}

/** One of those in `edge.capnp`: so may S3. */
function edgeConfiguration(settings: Settings): string {
  const database = databaseConfiguration(settings);
  return settings.STORAGE_BACKEND === 's3' ? `${database}S3` : database;
}

/** The variables that workers get as bindings, here and under `wrangler dev`. */
export function workerVariables(settings: Settings): Record<string, string> {
  const names = [
    'SECRET_KEY',
    'API_KEY',
    'INTERNAL_SECRET',
    'SELFDB_ENV',
    'CORS_ORIGINS',
    'MAX_BODY_BYTES',
    'MAX_NUMERIC_DIGITS',
    'TRUSTED_PROXIES',
    'PRIVATE_MEANS',
    'USERS_VISIBLE_TO',
    'ACCESS_TOKEN_TTL_SECONDS',
    'REFRESH_TOKEN_TTL_SECONDS',
    'LOGIN_FAILURES_PER_ACCOUNT',
    'LOGIN_FAILURES_PER_ADDRESS',
    'SQL_MAX_TIMEOUT_MS',
    'SQL_MAX_ROWS',
    'STORAGE_BACKEND',
    'STORAGE_MAX_FILE_BYTES',
    'STORAGE_QUOTA_BYTES',
    'STORAGE_UPLOAD_TTL_SECONDS',
    'STORAGE_SWEEP_AGE_SECONDS',
    'REALTIME_SHARDS',
    'REALTIME_MAX_FRAME_BYTES',
    'REALTIME_MAX_JOINS',
    'REALTIME_MAX_MESSAGES_PER_SECOND',
    'REALTIME_MAX_BUFFERED_BYTES',
    'REALTIME_LOG_MAX_BYTES',
    'REALTIME_LOG_MAX_AGE_SECONDS',
    'S3_ENDPOINT',
    'S3_REGION',
    'S3_BUCKET',
    'S3_ACCESS_KEY_ID',
    'S3_SECRET_ACCESS_KEY',
    'S3_ADDRESSING',
    'PUBLIC_URL',
    'LOG_LEVEL',
  ] as const;
  return {
    ...pick(settings, names),
    REALTIME_MAX_SOCKETS: String(settings.REALTIME_MAX_SOCKETS || mostSockets()),
    ...databaseUrls(settings),
    DB_GATEWAY_URL: `http://127.0.0.1:${settings.GATEWAY_PORT}/sql`,
    SELFDB_VERSION: readVersion(),
  };
}

function databaseUrls(settings: Settings): Record<string, string> {
  return { DATABASE_URL: databaseUrlOf(settings), DATABASE_SQL_URL: databaseSqlUrlOf(settings) };
}

function workerEnvironment(settings: Settings, paths: StatePaths): Record<string, string> {
  return { ...base(paths), ...workerVariables(settings) };
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

function pick<K extends keyof Settings>(settings: Settings, names: readonly K[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, String(settings[name])]));
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
