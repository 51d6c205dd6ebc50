import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Name, type SettingsReader, secretNames, table, workers } from '@selfdb/settings';
import { afterEach, expect, test } from 'vitest';
import type { SettledSettings } from '../../config/internal-ports.ts';
import { parseSettings } from '../../config/load-settings.ts';
import { repositoryRoot, type StatePaths, statePaths } from '../../config/paths.ts';
import { Service, type ServiceSpec } from '../service.ts';
import { canShareSockets } from '../shared-sockets.ts';
import { authService } from './auth.ts';
import { blobsService } from './blobs.ts';
import { countEdges, edgeServices } from './edge.ts';
import { functionsHostService, functionsService } from './functions.ts';
import { gatewayService } from './gateway.ts';
import { wranglerVariables } from './process-environment.ts';
import { realtimeService } from './realtime.ts';

const paths = statePaths('/nowhere');
const NOT_SETTINGS = ['PATH', 'TZ', 'SELFDB_INSTANCE'];

/** Values that can be recognised wherever they end up. */
const marked = {
  SECRET_KEY: 'marked-secret-key-2947',
  API_KEY: 'marked-api-key-2947abc',
  INTERNAL_SECRET: 'marked-internal-secret-2947',
  POSTGRES_PASSWORD: 'marked-postgres-password',
  ADMIN_PASSWORD: 'marked-admin-password',
  DATABASE_URL: 'postgres://system:marked-database@127.0.0.1/selfdb',
  DATABASE_SQL_URL: 'postgres://sql:marked-sql-database@127.0.0.1/selfdb',
  STORAGE_BACKEND: 's3',
  S3_ENDPOINT: 'https://s3.example.com',
  S3_BUCKET: 'bucket',
  S3_ACCESS_KEY_ID: 'marked-access-key',
  S3_SECRET_ACCESS_KEY: 'marked-s3-secret',
  BACKUP_S3_SECRET_ACCESS_KEY: 'marked-backup-secret',
  BACKUP_AGE_IDENTITY: 'AGE-SECRET-KEY-1marked',
  BACKUP_PASSPHRASE: 'marked-passphrase',
};
const ports = {
  GATEWAY_PORT: 21001,
  AUTH_PORT: 21002,
  REALTIME_PORT: 21003,
  BLOBS_PORT: 21004,
  BACKUP_PORT: 21005,
  FUNCTIONS_PORT: 21006,
  RUNNER_PORT: 21007,
};

function settle(environment: Record<string, string>): SettledSettings {
  return { ...parseSettings(environment), ...ports };
}

const settings = settle(marked);

/** The edge of a system with one, or a further one of a system with several. */
function edgeOf(chosen: SettledSettings, at: StatePaths, number = 0): ServiceSpec {
  const edge = edgeServices(chosen, at, number + 1)[number];
  if (!edge) throw new Error('There is no edge.');
  return edge;
}

const specs: [ServiceSpec, SettingsReader[]][] = [
  [gatewayService(settings, paths), ['gateway']],
  [authService(settings, paths), ['auth']],
  [functionsService(settings, paths), ['functions']],
  [functionsHostService(settings, paths), ['runner']],
  [realtimeService(settings, paths), ['realtime']],
  [edgeOf(settings, paths), ['api', 'storage', 'realtime', 'backup', 'functions', 'admin']],
  [edgeOf(settings, paths, 1), ['api', 'storage', 'backup', 'functions', 'admin']],
  [blobsService(settings, paths), ['blobs']],
];

/** The settings in a process' environment, by who reads them. */
function settingsIn(
  { env }: ServiceSpec,
  readers: SettingsReader[],
): [SettingsReader, Record<string, string>][] {
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !NOT_SETTINGS.includes(name)));
  const [only] = readers;
  if (only === 'gateway' || only === 'blobs' || only === 'runner') return [[only, own]];
  expect(Object.keys(own).sort()).toEqual(readers.map((each) => `${each.toUpperCase()}_SETTINGS`).sort());
  return readers.map((each) => [each, JSON.parse(own[`${each.toUpperCase()}_SETTINGS`] ?? '{}')]);
}

function isName(name: string): name is Name {
  return name in table;
}

test.each(specs)('$name gets its own settings and no others', (spec, readers) => {
  for (const [reader, given] of settingsIn(spec, readers)) {
    expect(Object.keys(given).length).toBeGreaterThan(0);
    for (const name of Object.keys(given)) {
      expect(isName(name) && table[name].readers, `${name} in ${spec.name}`).toContain(reader);
    }
  }
});

test.each([
  [marked.POSTGRES_PASSWORD, []],
  [marked.ADMIN_PASSWORD, []],
  [marked.S3_ACCESS_KEY_ID, ['edge', 'edge-2']],
  [marked.S3_SECRET_ACCESS_KEY, ['edge', 'edge-2']],
  [marked.DATABASE_SQL_URL, ['gateway', 'edge', 'edge-2']],
  [marked.DATABASE_URL, ['gateway', 'auth', 'functions', 'realtime', 'edge', 'edge-2']],
  [marked.SECRET_KEY, ['auth', 'functions', 'runner', 'realtime', 'edge', 'edge-2']],
  [marked.INTERNAL_SECRET, ['auth', 'functions', 'runner', 'realtime', 'edge', 'edge-2', 'blobs']],
])('%s is in the environment of %j only', (value, expected) => {
  const found = specs.filter(([{ env }]) => Object.values(env).some((text) => text.includes(value)));
  expect(found.map(([{ name }]) => name)).toEqual(expected);
});

test('of the workers in the edge, only storage has the S3 keys', () => {
  const edge = edgeOf(settings, paths).env;
  expect(edge.STORAGE_SETTINGS).toContain(marked.S3_SECRET_ACCESS_KEY);
  expect(`${edge.API_SETTINGS}${edge.REALTIME_SETTINGS}`).not.toMatch(/marked-access-key|marked-s3-secret/);
});

test('the dashboard has the API key, and no other secret', () => {
  const given = edgeOf(settings, paths).env.ADMIN_SETTINGS ?? '';
  const secrets = Object.entries(marked).filter(([name]) => secretNames.some((secret) => secret === name));
  expect(secrets.filter(([, value]) => given.includes(value)).map(([name]) => name)).toEqual(['API_KEY']);
});

test('no secret is on a command line, which all users can read, or in the recorded status', () => {
  const secrets = Object.entries(marked).filter(([name]) => secretNames.some((secret) => secret === name));
  expect(secrets).toHaveLength(secretNames.length);
  for (const [spec] of specs) {
    const visible = JSON.stringify([
      spec.args,
      new Service(spec, { log: () => {}, changed: () => {} }).status(),
    ]);
    for (const [name, value] of secrets) expect(visible, name).not.toContain(value);
  }
});

test('wrangler gets one variable, with the settings of all workers', () => {
  const variables = wranglerVariables(settings, workers);
  expect(Object.keys(variables)).toEqual(['SETTINGS']);
  const given: Record<string, string> = JSON.parse(variables.SETTINGS ?? '');
  for (const name of Object.keys(given)) {
    expect(
      isName(name) && table[name].readers.some((reader) => workers.some((each) => each === reader)),
    ).toBe(true);
  }
  expect(given).toMatchObject({
    DB_GATEWAY_URL: 'http://127.0.0.1:21001/sql',
    BLOBS_URL: 'http://127.0.0.1:21004',
  });
});

test('the configurations of workerd bind only settings', () => {
  const folder = join(repositoryRoot, 'selfhost');
  const files = readdirSync(folder).filter((name) => name.endsWith('.capnp'));
  const bound = files.flatMap((file) => [
    ...readFileSync(join(folder, file), 'utf8').matchAll(/name = "(\w+)", fromEnvironment = "(\w+)"/g),
  ]);
  expect(bound.map(([, name, variable]) => [name, variable]).sort()).toEqual([
    ['INTERNAL_SECRET', 'INTERNAL_SECRET'],
    ['SETTINGS', 'ADMIN_SETTINGS'],
    ['SETTINGS', 'API_SETTINGS'],
    ['SETTINGS', 'AUTH_SETTINGS'],
    ['SETTINGS', 'BACKUP_SETTINGS'],
    ['SETTINGS', 'FUNCTIONS_SETTINGS'],
    ['SETTINGS', 'FUNCTIONS_SETTINGS'],
    ['SETTINGS', 'REALTIME_SETTINGS'],
    ['SETTINGS', 'REALTIME_SETTINGS'],
    ['SETTINGS', 'STORAGE_SETTINGS'],
    ['SETTINGS', 'STORAGE_SETTINGS'],
  ]);
});

test.each([
  [{ STORAGE_BACKEND: 's3' }, ['own-database', 's3']],
  [{ STORAGE_BACKEND: 'disk' }, ['own-database', 'disk']],
  [{ STORAGE_BACKEND: 's3', DATABASE_URL: '' }, ['embedded-database', 's3']],
  [{ STORAGE_BACKEND: 'disk', DATABASE_URL: '' }, ['embedded-database', 'disk']],
])('with %o the networks of the edge are %j', (environment, networks) => {
  const chosen = settle({ ...marked, ...environment });
  const folders = networks.map((name) => `--import-path=${join(repositoryRoot, 'selfhost/networks', name)}`);
  const importPaths = ({ args }: ServiceSpec) => args.filter((arg) => arg.startsWith('--import-path='));
  expect(importPaths(edgeOf(chosen, paths))).toEqual(folders);
  expect(importPaths(realtimeService(chosen, paths))).toEqual(folders.slice(0, 1));
});

const ends: (() => void)[] = [];

afterEach(() => {
  for (const end of ends.splice(0)) end();
});

test.skipIf(process.platform !== 'linux').each(['127.0.0.1', '::1'])(
  'a service is not ready while another process answers at its port on %s',
  async (host) => {
    const server = createServer((_request, response) => response.end()).listen(0, host);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const other: ChildProcess = spawn('sleep', ['60']);
    await once(other, 'spawn');
    ends.push(
      () => server.close(),
      () => other.kill(),
    );
    const edge = edgeOf({ ...settings, LISTEN_HOST: host, BACKEND_PORT: port }, paths);
    expect(await edge.isReady(process.pid)).toBe(true);
    expect(await edge.isReady(other.pid ?? 0)).toBe(false);
  },
);

test.each([
  ['1', 1],
  ['3', 3],
])('BACKEND_WORKERS=%s is how many edges there are', (BACKEND_WORKERS, count) => {
  const wanted = canShareSockets ? count : 1;
  expect(countEdges(settle({ ...marked, BACKEND_WORKERS }), paths).count).toBe(wanted);
});

test.runIf(canShareSockets)(
  'a state directory with a long path has one edge, and the status says why',
  () => {
    const long = statePaths(`/${'long/'.repeat(30)}`);
    expect(countEdges(settle({ ...marked, BACKEND_WORKERS: '3' }), long)).toEqual({
      count: 1,
      note: expect.stringContaining('too long'),
    });
  },
);
