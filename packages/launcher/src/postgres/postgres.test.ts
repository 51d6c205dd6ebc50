import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { parseSettings } from '../config/load-settings.ts';
import { createStateDirectories, statePaths } from '../config/paths.ts';
import type { Settings } from '../config/settings.ts';
import { ensureRoleAndDatabase, withClient } from '../database/client.ts';
import { signal } from '../processes/processes.ts';
import { clusterName } from '../services/instance.ts';
import { Service } from '../services/service.ts';
import { postgresService } from '../services/specs/postgres.ts';
import { waitUntilRunning } from '../supervisor/start-failure.ts';
import { findFreePorts } from '../testing/free-ports.ts';
import { createCluster, writeClusterConfiguration } from './cluster.ts';
import { type PostgresInstallation, preparePostgres } from './installation.ts';

const password = "p'ss w/rd";

let directory: string;
let settings: Settings;
let installation: PostgresInstallation;
let postgres: Service;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'selfdb-postgres-'));
  // Postgres runs as another user when this runs as root.
  chmodSync(directory, 0o711);
  const long = 'x'.repeat(16);
  const secrets = { SECRET_KEY: long, API_KEY: long, INTERNAL_SECRET: long, POSTGRES_PASSWORD: password };
  settings = parseSettings({ ...secrets, DB_PORT: String((await findFreePorts(1))[0]) });
  const paths = statePaths(join(directory, 'state'));
  createStateDirectories(paths);
  installation = preparePostgres(paths, settings.DB_PORT);
  createCluster(installation);
  writeClusterConfiguration(installation, settings, clusterName(paths));
  postgres = new Service(postgresService(settings, paths, installation), {
    log: () => {},
    changed: () => {},
  });
  postgres.start();
  await waitUntilRunning(postgres);
  await ensureRoleAndDatabase(
    { sockets: installation.sockets, port: settings.DB_PORT },
    password,
    'selfdb_sql',
  );
}, 60_000);

afterAll(async () => {
  await postgres.stop();
  rmSync(directory, { recursive: true });
}, 60_000);

beforeEach(() => asSuperuser((client) => client.query('drop schema if exists selfdb cascade')));

function asSelfdb<T>(
  work: (client: Client) => Promise<T>,
  database = 'selfdb',
  secret = password,
): Promise<T> {
  const address = `127.0.0.1:${settings.DB_PORT}/${database}`;
  return withClient({ connectionString: `postgres://selfdb:${encodeURIComponent(secret)}@${address}` }, work);
}

function asSuperuser<T>(work: (client: Client) => Promise<T>): Promise<T> {
  return withClient(
    { host: installation.sockets, port: settings.DB_PORT, user: 'postgres', database: 'selfdb' },
    work,
  );
}

test('an object that SQL created in the schema public does not shadow one of Postgres for the superuser of the start', async () => {
  await asSuperuser((client) =>
    client.query(`set search_path = public;
      create function public.pretend(name, name) returns boolean language plpgsql as $f$ begin
        if current_user = 'postgres' then grant pg_read_all_data to selfdb_sql; end if; return true; end $f$;
      create operator public.~ (leftarg = name, rightarg = name, function = public.pretend);
      grant pg_monitor to selfdb_sql`),
  );
  await ensureRoleAndDatabase(
    { sockets: installation.sockets, port: settings.DB_PORT },
    password,
    'selfdb_sql',
  );
  const result = await asSuperuser((client) =>
    client.query(
      `select m.roleid::regrole::text as role from pg_auth_members m where m.member = 'selfdb_sql'::regrole`,
    ),
  );
  expect(result.rows).toEqual([]);
  const kept = await asSuperuser((client) =>
    client.query(`select has_function_privilege('selfdb_sql', 'pg_catalog.now()', 'execute') as now,
      has_function_privilege('selfdb_sql', 'pg_catalog.pg_notify(text, text)', 'execute') as notify`),
  );
  expect(kept.rows).toEqual([{ now: true, notify: false }]);
  await asSuperuser((client) =>
    client.query('drop operator public.~ (name, name); drop function public.pretend(name, name)'),
  );
});

test('the role of the system is not a superuser, may replicate, back up all rows, create databases and the role for SQL, and owns its database', async () => {
  const result = await asSelfdb((client) =>
    client.query(`select rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls, pg_get_userbyid(datdba) as owner
      from pg_roles, pg_database where rolname = current_user and datname = current_database()`),
  );
  expect(result.rows).toEqual([
    {
      rolsuper: false,
      rolcreatedb: true,
      rolcreaterole: true,
      rolreplication: true,
      rolbypassrls: true,
      owner: 'selfdb',
    },
  ]);
});

test('no client connects over TCP without the password, as superuser, or to a database that is not its own or that of a restore', async () => {
  const nothing = async () => {};
  await expect(asSelfdb(nothing, 'selfdb', 'wrong')).rejects.toThrow(/password authentication failed/);
  for (const database of ['template1', 'selfdb_restore_x', 'selfdb_before'])
    await expect(asSelfdb(nothing, database), database).rejects.toThrow(/no pg_hba.conf entry/);
  const superuser = { host: '127.0.0.1', port: settings.DB_PORT, user: 'postgres', database: 'selfdb' };
  await expect(withClient(superuser, nothing)).rejects.toThrow(/no pg_hba.conf entry/);
});

test('the configuration is in effect, with what the change feed needs', async () => {
  const names = ['wal_level', 'fsync', 'jit', 'TimeZone', 'listen_addresses', 'max_slot_wal_keep_size'];
  const result = await asSelfdb((client) =>
    client.query('select name, setting from pg_settings where name = any($1)', [names]),
  );
  expect(Object.fromEntries(result.rows.map((row) => [row.name, row.setting]))).toEqual({
    wal_level: 'logical',
    fsync: 'on',
    jit: 'off',
    TimeZone: 'UTC',
    listen_addresses: '127.0.0.1',
    max_slot_wal_keep_size: '1024',
  });
});

test('a killed Postgres restarts with everything that was acknowledged', { timeout: 20_000 }, async () => {
  await asSelfdb((client) =>
    client.query('create schema selfdb; create table selfdb.kept as select 1 as one'),
  );
  const { process: killed, restarts } = postgres.status();
  if (!killed) throw new Error('Postgres does not run');
  const open = asSelfdb((client) => client.query('select pg_sleep(60)'));
  await new Promise((resolve) => setTimeout(resolve, 100));
  signal(killed, 'SIGKILL');
  await expect(open).rejects.toThrow();
  await expect.poll(() => postgres.status()).toMatchObject({ state: 'running', restarts: restarts + 1 });
  expect((await asSelfdb((client) => client.query('select one from selfdb.kept'))).rows).toEqual([
    { one: 1 },
  ]);
});
