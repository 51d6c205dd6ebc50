import { startTestPostgres, type TestPostgres } from '@selfdb/pg-gateway/testing/test-postgres';
import type { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { parseSettings } from '../config/load-settings.ts';
import { databaseSqlUrlOf, databaseUrlOf, type Settings } from '../config/settings.ts';
import { withClient } from './client.ts';
import { applyMigrations, earlierMigrationsDirectory, readMigrations } from './migrations.ts';
import { ensureSqlRole } from './sql-role.ts';

const earlier = readMigrations(earlierMigrationsDirectory);
const secrets = {
  SECRET_KEY: 'x'.repeat(16),
  API_KEY: 'x'.repeat(16),
  INTERNAL_SECRET: 'x'.repeat(16),
  POSTGRES_PASSWORD: 'p',
};
let postgres: TestPostgres;
let name: string;
let settings: Settings;
let databases = 0;

beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);

afterAll(() => postgres.stop());

/** Each test has its own database, and so its own role, because roles belong to the whole server. */
beforeEach(async () => {
  name = `db${++databases}`;
  await asSuperuser(`create database ${name} owner selfdb`, 'postgres');
  await asSuperuser('alter role selfdb createrole', 'postgres');
  const url = new URL(postgres.url);
  url.pathname = `/${name}`;
  settings = parseSettings({ ...secrets, DATABASE_URL: url.href });
});

async function asSuperuser(text: string, database = name): Promise<void> {
  const url = new URL(postgres.superuserUrl);
  url.pathname = `/${database}`;
  await withClient({ connectionString: url.href }, (client) => client.query(text));
}

function asSystem<T>(work: (client: Client) => Promise<T>): Promise<T> {
  return withClient({ connectionString: databaseUrlOf(settings) }, work);
}

function prepare(): Promise<void> {
  return asSystem(async (client) => {
    await applyMigrations(client, readMigrations(), earlier);
    await ensureSqlRole(client, settings);
  });
}

test('the role can log in, owns the schema public, and has no right of the system', async () => {
  await prepare();
  await withClient({ connectionString: databaseSqlUrlOf(settings) }, async (client) => {
    const { rows } =
      await client.query(`select current_user as role, rolsuper, rolcreaterole, rolcreatedb, rolreplication,
      has_schema_privilege('selfdb', 'usage') as system, pg_has_role('selfdb', 'member') as member
      from pg_roles where rolname = current_user`);
    expect(rows).toEqual([
      {
        role: `${name}_sql`,
        rolsuper: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolreplication: false,
        system: false,
        member: false,
      },
    ]);
    await client.query('create table public.mine (id int); drop table public.mine');
    await expect(client.query('select password_hash from selfdb.users')).rejects.toMatchObject({
      code: '42501',
    });
  });
});

const objects = `
  create type mood as enum ('a', 'b');
  create domain positive as int check (value > 0);
  create type pair as (a int, b text);
  create type span as range (subtype = int);
  create table made (id serial primary key, m mood default 'a', p positive);
  create table part (id int primary key) partition by range (id);
  create table part1 partition of part for values from (0) to (10);
  create table child () inherits (made);
  create view seen as select * from made;
  create materialized view kept as select * from made;
  create sequence counter;
  create function f() returns text language sql security definer as 'select current_user::text';
  create procedure p() language sql as 'select 1';
  create aggregate total (int) (sfunc = int4pl, stype = int);
  create operator === (leftarg = int, rightarg = int, function = int4eq);
  create statistics pairs on id, p from made;
  create collation plain (provider = libc, locale = 'C');
  create text search dictionary words (template = simple);
  create text search configuration texts (copy = simple);
  create schema other;
  create table other.inside (id int);`;

const owners = `
  select distinct pg_get_userbyid(owner) as owner from (
    select relowner from pg_class where relnamespace in ('public'::regnamespace, 'other'::regnamespace)
    union all select proowner from pg_proc where pronamespace = 'public'::regnamespace
      and not starts_with(prosrc, 'range_constructor') and not starts_with(prosrc, 'multirange_constructor')
    union all select typowner from pg_type where typnamespace = 'public'::regnamespace
    union all select oprowner from pg_operator where oprnamespace = 'public'::regnamespace
    union all select stxowner from pg_statistic_ext
    union all select collowner from pg_collation where collnamespace = 'public'::regnamespace
    union all select dictowner from pg_ts_dict where dictnamespace = 'public'::regnamespace
    union all select cfgowner from pg_ts_config where cfgnamespace = 'public'::regnamespace
    union all select nspowner from pg_namespace where nspname in ('public', 'other')) o(owner)`;

test('the role gets the objects that an earlier version left with the system, but none of the system itself', async () => {
  const older = earlier.filter(({ name: file }) => file < '0010');
  await asSystem(async (client) => {
    await applyMigrations(client, older, []);
    await client.query(`set search_path = public; ${objects}`);
  });
  await prepare();
  await prepare();
  await asSystem(async (client) => {
    expect((await client.query(owners)).rows).toEqual([{ owner: `${name}_sql` }]);
    expect((await client.query('select public.f() as runs_as')).rows).toEqual([{ runs_as: `${name}_sql` }]);
    const system = await client.query(`select distinct pg_get_userbyid(relowner) as owner from pg_class
      where relnamespace in ('selfdb'::regnamespace, 'selfdb_api'::regnamespace)`);
    expect(system.rows).toEqual([{ owner: 'selfdb' }]);
  });
});

test('if the role of the system can not create another, the error says what to do', async () => {
  await asSuperuser('alter role selfdb nocreaterole');
  await expect(prepare()).rejects.toThrow(/create role "db\d+_sql" login password .* DATABASE_SQL_URL/);
});

test('a role created by hand is used as it is, unless it is that of the system', async () => {
  await asSuperuser(`alter role selfdb nocreaterole;
    create role by_hand_${name} login password 'of its own'; grant by_hand_${name} to selfdb`);
  const url = new URL(databaseUrlOf(settings));
  url.username = `by_hand_${name}`;
  url.password = 'of its own';
  settings = { ...settings, DATABASE_SQL_URL: url.href };
  await prepare();
  await withClient({ connectionString: url.href }, (client) =>
    client.query('create table public.mine (id int)'),
  );
  await asSystem((client) => client.query('select from public.mine'));
  settings = { ...settings, DATABASE_SQL_URL: settings.DATABASE_URL };
  await expect(prepare()).rejects.toThrow(/another role, of which/);
});

test('a schema public that SQL has dropped is created again, owned by the role', async () => {
  await prepare();
  await withClient({ connectionString: databaseSqlUrlOf(settings) }, (client) =>
    client.query('drop schema public cascade'),
  );
  await asSystem((client) => client.query('select selfdb.follow_sql_role()'));
  await asSystem((client) => client.query('create table public.of_the_system (id int)'));
  await withClient({ connectionString: databaseSqlUrlOf(settings) }, (client) =>
    client.query('insert into public.of_the_system values (1); create table public.mine (id int)'),
  );
});

test('a schema public that SQL has created again gets its grants back', async () => {
  await prepare();
  await withClient({ connectionString: databaseSqlUrlOf(settings) }, (client) =>
    client.query('drop schema public cascade; create schema public'),
  );
  await asSystem((client) =>
    client.query('select selfdb.follow_sql_role(); create table public.of_the_system (id int)'),
  );
  await withClient({ connectionString: databaseSqlUrlOf(settings) }, (client) =>
    client.query('insert into public.of_the_system values (1)'),
  );
});

test('an object that can not be given to the role does not keep the system from starting', async () => {
  await prepare();
  await asSystem((client) => client.query('create table public.kept (id int)'));
  await asSuperuser(`create schema locked; grant all on schema locked to selfdb; create table locked.inside (id int);
    alter table locked.inside owner to selfdb; revoke create on schema public from ${name}_sql`);
  await prepare();
});
