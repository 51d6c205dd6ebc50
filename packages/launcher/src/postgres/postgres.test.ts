import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createStateDirectories, statePaths } from '../config/paths.ts';
import { parseSettings, type Settings } from '../config/settings.ts';
import { ensureFirstAdmin } from '../database/admin-user.ts';
import { ensureRoleAndDatabase, withClient } from '../database/client.ts';
import { refuseDefaultPasswords } from '../database/default-passwords.ts';
import { applyMigrations, readMigrations } from '../database/migrations.ts';
import { signal } from '../processes/processes.ts';
import { Service } from '../services/service.ts';
import { clusterName, postgresService } from '../services/services.ts';
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
  writeClusterConfiguration(installation, settings.DB_PORT, clusterName(paths));
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

function migration(name: string, sql: string) {
  return { name, path: `migrations/${name}`, sql, checksum: `of ${sql}` };
}

test("what SQL has made in the schema public is not taken for Postgres' own by the superuser of the start", async () => {
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

test('the role of the application is not a superuser, may replicate and make the role for SQL, and owns its database', async () => {
  const result = await asSelfdb((client) =>
    client.query(`select rolsuper, rolcreatedb, rolcreaterole, rolreplication, pg_get_userbyid(datdba) as owner
      from pg_roles, pg_database where rolname = current_user and datname = current_database()`),
  );
  expect(result.rows).toEqual([
    { rolsuper: false, rolcreatedb: false, rolcreaterole: true, rolreplication: true, owner: 'selfdb' },
  ]);
});

test('no client gets in over TCP without the password, as superuser, or into another database', async () => {
  const nothing = async () => {};
  await expect(asSelfdb(nothing, 'selfdb', 'wrong')).rejects.toThrow(/password authentication failed/);
  await expect(asSelfdb(nothing, 'postgres')).rejects.toThrow(/no pg_hba.conf entry/);
  const superuser = { host: '127.0.0.1', port: settings.DB_PORT, user: 'postgres', database: 'selfdb' };
  await expect(withClient(superuser, nothing)).rejects.toThrow(/no pg_hba.conf entry/);
});

test('the configuration is in force, with what a change feed needs', async () => {
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

test('migrations are applied once, in order, each with its row', async () => {
  const migrations = [
    migration('0001_a.sql', 'create table selfdb.a (id uuid default uuidv7())'),
    migration('0002_b.sql', 'alter table selfdb.a add b int'),
  ];
  expect(await asSelfdb((client) => applyMigrations(client, migrations, []))).toEqual([
    '0001_a.sql',
    '0002_b.sql',
  ]);
  expect(await asSelfdb((client) => applyMigrations(client, migrations, []))).toEqual([]);
});

test('of two at once, one applies and the other finds nothing to do', async () => {
  const migrations = [migration('0001_a.sql', 'select pg_sleep(0.3); create table selfdb.a ()')];
  const runs = await Promise.all(
    [0, 1, 2].map(() => asSelfdb((client) => applyMigrations(client, migrations, []))),
  );
  expect(runs.map((applied) => applied.length).sort()).toEqual([0, 0, 1]);
});

test('a migration that fails changes nothing and is named', async () => {
  const broken = [migration('0001_a.sql', 'create table selfdb.a (); select 1/0')];
  await expect(asSelfdb((client) => applyMigrations(client, broken, []))).rejects.toThrow(
    'migrations/0001_a.sql failed and changed nothing: division by zero',
  );
  const left = await asSelfdb((client) =>
    client.query(
      "select to_regclass('selfdb.a') as a, (select count(*)::int from selfdb.migrations) as applied",
    ),
  );
  expect(left.rows).toEqual([{ a: null, applied: 0 }]);
});

test('a file changed after it was applied is named, and nothing else is applied', async () => {
  await asSelfdb((client) => applyMigrations(client, [migration('0001_a.sql', 'select 1')], []));
  const changed = [migration('0001_a.sql', 'select 2'), migration('0002_b.sql', 'create table selfdb.b ()')];
  await expect(asSelfdb((client) => applyMigrations(client, changed, []))).rejects.toThrow(
    'migrations/0001_a.sql has changed since it was applied',
  );
  const left = await asSelfdb((client) => client.query("select to_regclass('selfdb.b') as b"));
  expect(left.rows).toEqual([{ b: null }]);
});

test('a migration file with a transaction of its own is refused', () => {
  const files = join(directory, 'files');
  const refuse = (sql: string) => {
    rmSync(files, { recursive: true, force: true });
    createStateDirectories({ ...statePaths(files), run: files, logs: files });
    writeFileSync(join(files, '0001_a.sql'), sql);
    return () => readMigrations(files);
  };
  expect(refuse('select 1;\nCOMMIT;')).toThrow('contains transaction control');
  expect(refuse('begin transaction; select 1')).toThrow('contains transaction control');
  const body =
    "create function f() returns int language plpgsql as $$ begin; return 1; end; $$; -- commit;\nselect 'x'";
  expect(refuse(body)).not.toThrow();
});

test("the repository's own migrations apply, and the first administrator is created once", async () => {
  await asSelfdb((client) => applyMigrations(client, readMigrations(), []));
  const outcomes = await Promise.all(
    [0, 1].map(() => asSelfdb((client) => ensureFirstAdmin(client, 'admin@example.com', 'password'))),
  );
  expect(outcomes.sort()).toEqual(['created', 'exists']);
  await expect(asSelfdb(refuseDefaultPasswords)).rejects.toThrow(
    'admin@example.com still has the default password',
  );
});

test('a user who has the address of the administrator is not promoted', async () => {
  await asSelfdb(async (client) => {
    await applyMigrations(client, readMigrations(), []);
    await client.query(
      "insert into selfdb.users (email, password_hash, first_name, last_name, role) values ('Admin@example.com', 'x', '', '', 'USER')",
    );
    expect(await ensureFirstAdmin(client, 'admin@example.com', 'password')).toBe('email_taken');
    expect((await client.query('select role from selfdb.users')).rows).toEqual([{ role: 'USER' }]);
  });
});

test('a killed Postgres comes back with everything that was acknowledged', async () => {
  await asSelfdb((client) =>
    client.query('create schema selfdb; create table selfdb.kept as select 1 as one'),
  );
  const { process: killed, restarts } = postgres.status();
  if (!killed) throw new Error('Postgres does not run');
  const open = asSelfdb((client) => client.query('select pg_sleep(60)'));
  await new Promise((resolve) => setTimeout(resolve, 100));
  signal(killed, 'SIGKILL');
  await expect(open).rejects.toThrow();
  await expect
    .poll(() => postgres.status(), { timeout: 10_000 })
    .toMatchObject({ state: 'running', restarts: restarts + 1 });
  expect((await asSelfdb((client) => client.query('select one from selfdb.kept'))).rows).toEqual([
    { one: 1 },
  ]);
});
