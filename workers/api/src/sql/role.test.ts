import { asSqlRole, asSuperuser, rows, value } from '@selfdb/server/testing/postgres';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { call } from '../testing/client.ts';
import { adoptTable, createTable, insert, list, newName } from '../testing/tables.ts';
import { column, createPerson, run } from './testing/client.ts';

describe("SQL runs as a role that owns users' tables", () => {
  it('and logs in as that role', async () => {
    expect(await column("select session_user || ' ' || current_user")).toEqual(['selfdb_sql selfdb_sql']);
  });

  it('may do everything with its tables, and with those that the API made', async () => {
    const { name, id, owner } = await createTable({ n: { type: 'integer' } });
    const query = `insert into ${name} (n) values (1); alter table ${name} add column m int default 2; create index on ${name} (m); select m from ${name}`;
    expect(await column(query)).toEqual([2]);
    expect((await list({ id, name, owner })).body.data).toMatchObject([{ n: 1, m: 2 }]);
  });

  it('reads users without secrets, unless a table has that name', async () => {
    const { body } = await run('select * from users limit 0');
    const names = body.results[0]?.columns.map(({ name }) => name);
    expect(names).toEqual([
      'id',
      'email',
      'first_name',
      'last_name',
      'role',
      'is_active',
      'created_at',
      'updated_at',
    ]);
    await run('create table users (mine int)');
    const own = await run('select * from users');
    await run('drop table users');
    expect(own.body.results[0]?.columns.map(({ name }) => name)).toEqual(['mine']);
  });

  it("and becomes the owner of a table of the system's role when the API changes it", async () => {
    const name = newName();
    await rows(`create table public.${name} (id int primary key)`);
    const table = await adoptTable(name);
    expect((await insert(table, { id: 1 })).status).toBe(201);
    const added = await call('POST', `/tables/${table.id}/columns`, {
      token: table.owner.token,
      json: { name: 'n', type: 'integer' },
    });
    expect(added.status).toBe(200);
    expect(await value('select pg_get_userbyid(relowner) from pg_class where relname = $1', [name])).toBe(
      'selfdb_sql',
    );
  });
});

describe('code stored by SQL has no rights of the system', () => {
  const who = `session_user || ' ' || current_user`;

  it('in a trigger, a default, a check, a generated column', async () => {
    const name = newName();
    await asSqlRole(`
      create function ${name}_who() returns text language plpgsql immutable as $f$ begin return ${who}; end $f$;
      create table ${name} (id int primary key, d text default ${name}_who(), t text,
        g text generated always as (${name}_who()) stored, check (${name}_who() = 'selfdb_sql selfdb_sql'));
      create function ${name}_t() returns trigger language plpgsql as $f$ begin new.t := ${who}; return new; end $f$;
      create trigger t before insert or update on ${name} for each row execute function ${name}_t()`);
    const table = await adoptTable(name);
    const as = 'selfdb_sql selfdb_sql';
    expect((await insert(table, { id: 1 })).body).toMatchObject({ d: as, t: as, g: as });
    const patched = await call('PATCH', `/tables/${table.id}/data/1`, {
      token: table.owner.token,
      json: { d: 'x' },
    });
    expect(patched.body).toMatchObject({ d: 'x', t: as });
  });

  it.each([
    'perform password_hash from selfdb.users',
    'set role selfdb',
    "perform set_config('role', 'selfdb', true)",
    'reset role; perform password_hash from selfdb.users',
    'set session authorization selfdb',
    "perform selfdb.refuse('SD401', 'x')",
    'delete from selfdb.sessions',
  ])('such as a trigger that tries %j', async (statement) => {
    const name = newName();
    await asSqlRole(`create table ${name} (id int primary key);
      create function ${name}_t() returns trigger language plpgsql as $f$ begin ${statement}; return new; end $f$;
      create trigger t before insert on ${name} for each row execute function ${name}_t();
      create constraint trigger late after insert on ${name} deferrable initially deferred for each row execute function ${name}_t()`);
    const table = await adoptTable(name);
    expect((await insert(table, { id: 1 })).status).toBeGreaterThanOrEqual(400);
    expect(await rows(`select * from ${name}`)).toEqual([]);
  });

  it('when the API changes the table', async () => {
    const name = newName();
    await asSqlRole(`create table ${name} (id int primary key, n int, m int);
      insert into ${name} values (1, 2);
      create function ${name}_c(int) returns boolean language plpgsql as $f$ begin return ${who} = 'selfdb_sql selfdb_sql'; end $f$;
      alter table ${name} add check (${name}_c(n))`);
    const { id, owner } = await adoptTable(name);
    const json = { type: 'bigint' };
    expect((await call('PATCH', `/tables/${id}/columns/m`, { token: owner.token, json })).status).toBe(200);
  });

  it("in operators of the schema public that match better than Postgres' own", async () => {
    const name = newName();
    await asSqlRole(`create table ${name} (id int primary key);
      create function ${name}_f(a regclass, b oid) returns boolean language plpgsql as $f$
        begin raise exception 'called as %', current_user; end $f$;
      create function ${name}_g(a oid, b regclass) returns boolean language plpgsql as $f$
        begin raise exception 'called as %', current_user; end $f$;
      create operator public.= (function = ${name}_f, leftarg = regclass, rightarg = oid);
      create operator public.= (function = ${name}_g, leftarg = oid, rightarg = regclass)`);
    try {
      const { token } = await createPerson();
      const listed = await call('GET', `/tables?search=${name}`, { token });
      expect(listed.body).toMatchObject([{ name, row_count: 0 }]);
      const id = await value('select id from selfdb.tables where told_name = $1', [name]);
      expect((await call('POST', `/tables/${id}/data`, { token, json: { id: 1 } })).status).toBe(201);
      expect((await call('PATCH', `/tables/${id}`, { token, json: { realtime_enabled: true } })).status).toBe(
        200,
      );
    } finally {
      await asSqlRole('drop operator public.= (regclass, oid); drop operator public.= (oid, regclass)');
    }
  });

  it('in code that Postgres runs when it plans a count: indexes, statistics, partition keys', async () => {
    const name = newName();
    // A sequence, because it survives the rollback.
    await asSqlRole(`create sequence ${name}_ran; grant all on sequence ${name}_ran to public;
      create function ${name}_v() returns int language plpgsql as $f$ begin
        if current_user <> 'selfdb_sql' then perform nextval('public.${name}_ran'); end if; return 1; end $f$;
      create function ${name}_i(int) returns int language plpgsql immutable as $f$
        begin perform public.${name}_v(); return 1; end $f$;
      create table ${name} (id int primary key, n int);
      create index on ${name} (n) where public.${name}_i(1) = 1;
      create index on ${name} ((n + public.${name}_i(2)));
      create statistics ${name}_s on (n + public.${name}_i(3)), id from ${name};
      create table ${name}_parts (id int, n int) partition by list ((id + public.${name}_i(4)));
      create table ${name}_part partition of ${name}_parts for values in (1, 2)`);
    const { token } = await createPerson();
    const listed = await call<{ id: string }[]>('GET', `/tables?search=${name}`, { token });
    expect([listed.status, listed.body.length]).toEqual([200, 2]);
    for (const { id } of listed.body) {
      expect((await call('GET', `/tables/${id}`, { token })).status).toBe(200);
      await call('PATCH', `/tables/${id}`, { token, json: { realtime_enabled: true } });
      expect((await call('GET', `/tables/${id}/data`, { token })).status).toBe(200);
    }
    expect(await value(`select is_called from ${name}_ran`)).toBe(false);
    await asSqlRole(`drop table ${name}, ${name}_parts`);
  });

  it('and one that fails there does not fail the list', async () => {
    const name = newName();
    await asSqlRole(`create function ${name}_f(int) returns boolean language plpgsql immutable as $f$
        begin if $1 = 1 then return true; end if; raise exception 'never counted'; end $f$;
      create table ${name} (id int primary key); insert into ${name} values (1);
      create index on ${name} (id) where public.${name}_f(1);
      create or replace function ${name}_f(int) returns boolean language plpgsql immutable as $f$
        begin raise exception 'never counted'; end $f$`);
    const { token } = await createPerson();
    const listed = await call<{ name: string }[]>('GET', `/tables?search=${name}`, { token });
    expect(listed.status).toBe(200);
    expect(listed.body.map((table) => table.name)).toContain(name);
    await asSqlRole(`drop table ${name}`);
  });

  it('in a policy that is forced on the owner, when the list counts rows', async () => {
    const name = newName();
    await asSqlRole(`create table ${name} (id int primary key, ran text); insert into ${name} values (1);
      create sequence ${name}_ran; grant all on sequence ${name}_ran to public;
      create function ${name}_p() returns boolean language plpgsql as $f$ begin
        if current_user <> 'selfdb_sql' then perform nextval('public.${name}_ran'); end if; return true; end $f$;
      alter table ${name} enable row level security; alter table ${name} force row level security;
      create policy p on ${name} using (${name}_p())`);
    const { token } = await createPerson();
    expect((await call('GET', `/tables?search=${name}`, { token })).status).toBe(200);
    expect(await value(`select is_called from ${name}_ran`)).toBe(false);
  });
});

describe('a change that the role makes to itself', () => {
  const database = new URL(inject('databaseSqlUrl')).pathname.slice(1);
  afterEach(async () => {
    await asSuperuser('alter role selfdb_sql reset all');
    await asSuperuser(`alter role selfdb_sql in database ${database} reset all`);
  });

  it.each([
    'set default_transaction_read_only = on',
    "set search_path = ''",
    'set statement_timeout = 1',
    'set row_security = off',
    "set local_preload_libraries = 'nothing_there'",
    "set datestyle = 'german'",
    'set transaction_timeout = 1',
    'set idle_session_timeout = 1',
  ])('by alter role … %s changes nothing for others', async (setting) => {
    const table = await createTable({ n: { type: 'integer' } });
    expect((await run(`alter role selfdb_sql ${setting}`)).status).toBe(200);
    expect((await run(`alter role selfdb_sql in database ${database} ${setting}`)).status).toBe(200);
    await asSuperuser("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'selfdb_sql'");
    expect((await insert(table, { n: 1 })).status).toBe(201);
    expect(await column(`insert into ${table.name} (n) values (2) returning n`)).toEqual([2]);
    expect((await list(table)).body.total).toBe(2);
  });

  it('of its password is undone', async () => {
    const table = await createTable({ n: { type: 'integer' } });
    expect((await run("alter role selfdb_sql password 'x'")).status).toBe(200);
    await asSuperuser("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'selfdb_sql'");
    expect(await column('select 1')).toEqual([1]);
    expect((await run('alter role selfdb_sql password null')).status).toBe(200);
    await asSuperuser("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'selfdb_sql'");
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect((await insert(table, { n: 1 })).status).toBe(201);
  });
});
