import { randomUUID } from 'node:crypto';
import { asSqlRole, rows, value } from '@selfdb/server/testing/postgres';
import { expect, it } from 'vitest';
import { column, run } from './testing/client.ts';

it.each([
  "copy (select 1) to program 'touch /tmp/never'",
  "copy selfdb.users from program 'id'",
  "copy selfdb.users to '/tmp/never'",
  "copy selfdb.users from '/etc/passwd'",
  "select pg_read_file('/etc/passwd')",
  "select pg_read_binary_file('/etc/passwd')",
  "select pg_ls_dir('/')",
  "select pg_stat_file('/etc/passwd')",
  "select lo_import('/etc/passwd')",
  'set role postgres',
  'set session authorization postgres',
  "select set_config('role', 'postgres', false)",
  "alter system set work_mem = '1GB'",
  'select pg_reload_conf()',
  'alter role selfdb superuser',
  'alter role selfdb createrole',
  'alter role selfdb bypassrls',
  "create role intruder login password 'x'",
  'grant postgres to selfdb',
  'grant pg_execute_server_program to selfdb',
  'grant pg_read_server_files to selfdb',
  'create extension dblink',
  'create extension postgres_fdw',
  'create extension file_fdw',
  'create extension adminpack',
  'create extension plpython3u',
  "create function f() returns int language c as '/tmp/x', 'f'",
  'create function f() returns int language internal as $$pg_sleep$$',
  "load '/tmp/x.so'",
  'create language evil handler evil',
  "create subscription s connection 'host=127.0.0.1' publication p",
  'create tablespace t location $$/tmp$$',
  "update pg_authid set rolsuper = true where rolname = 'selfdb'",
  'select rolpassword from pg_authid',
  "update pg_proc set prosrc = 'x'",
  'set allow_system_table_mods = on',
  "set session_preload_libraries = '/tmp/x'",
  "set log_statement = 'none'",
  'select password_hash from selfdb.users',
  'select * from selfdb.sessions',
  'lock table selfdb.users',
  'update selfdb.users set role = $$ADMIN$$',
  'select selfdb.tell_rights($$user$$, $$x$$, null)',
  'drop schema selfdb cascade',
  'drop schema selfdb_api cascade',
  'alter schema selfdb rename to x',
  'create table selfdb.x ()',
  'create function selfdb_api.x() returns int language sql as $$ select 1 $$',
  'drop view selfdb_api.users',
  'update users set role = $$ADMIN$$',
  'lock table users',
  'select * from users for update',
  "select pg_logical_emit_message(false, 'selfdb.rights', 'garbage')",
  "select pg_logical_emit_message(true, 'selfdb.rights', '{}')",
  "select pg_create_logical_replication_slot('s', 'pgoutput')",
  "select pg_create_physical_replication_slot('s')",
  "select pg_drop_replication_slot('selfdb_realtime')",
  'select pg_advisory_lock(1)',
  'select pg_advisory_xact_lock(5327201846)',
  'select pg_try_advisory_lock_shared(1, 2)',
  "select pg_notify('x', 'y')",
  "do $$ begin execute 'select pg_' || 'notify($1, $1)' using 'x'::text; end $$",
  "do $$ begin execute 'select pg_' || 'advisory_lock(1)'; end $$",
  "do $$ begin execute 'select pg_' || 'logical_emit_message(true, $1, $1)' using 'x'::text; end $$",
  "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'selfdb%'",
  "select pg_cancel_backend(pid) from pg_stat_activity where application_name like 'selfdb%'",
  "alter role selfdb password 'x'",
  'alter role selfdb set default_transaction_read_only = on',
  'alter database selfdb_migrated set default_transaction_read_only = on',
  'alter database selfdb_migrated rename to x',
  'drop database selfdb_migrated',
  'alter publication selfdb_realtime drop table t',
  'drop publication selfdb_realtime',
  'alter role selfdb_sql createrole',
  'alter role selfdb_sql superuser',
  'alter role selfdb_sql nologin',
  'set role selfdb',
  'set session authorization selfdb',
  'grant selfdb to selfdb_sql',
  'grant select on selfdb.users to selfdb_sql',
  'reassign owned by selfdb to selfdb_sql',
  'drop owned by selfdb',
  'create table t_users (id uuid references selfdb.users(id))',
])('refuses %j, alone and in a transaction', async (query) => {
  for (const text of [query, `select 1; ${query}`]) {
    const { status, body } = await run(text);
    expect([status, body.code]).toEqual([400, 'sql_error']);
  }
});

const changes = (table: string) => [
  `insert into ${table} values (2)`,
  `set transaction read write; insert into ${table} values (2)`,
  `set transaction_read_only = off; insert into ${table} values (2)`,
  `set local transaction_read_only to off; insert into ${table} values (2)`,
  `reset transaction_read_only; insert into ${table} values (2)`,
  `select set_config('transaction_read_only', 'off', false); insert into ${table} values (2)`,
  `savepoint s; set transaction read write; insert into ${table} values (2)`,
  `savepoint s; select set_config('transaction_read_only', 'off', true); insert into ${table} values (2)`,
  `set session characteristics as transaction read write; insert into ${table} values (2)`,
  `set default_transaction_read_only = off; insert into ${table} values (2)`,
  `update pg_settings set setting = 'off' where name = 'transaction_read_only'; insert into ${table} values (2)`,
  `do $$ begin set transaction read write; insert into ${table} values (2); end $$`,
  `do $$ begin perform set_config('transaction_read_only', 'off', false); insert into ${table} values (2); end $$`,
  `do $$ begin commit; insert into ${table} values (2); end $$`,
  `do $$ begin rollback; set transaction read write; insert into ${table} values (2); end $$`,
  `prepare p as insert into ${table} values (2); execute p`,
  `explain analyze insert into ${table} values (2)`,
  `with w as (insert into ${table} values (2) returning 1) select * from w`,
  `select query_to_xml('insert into ${table} values (2)', true, false, '')`,
  `select * into ${table}_copy from ${table}`,
  `truncate ${table}`,
  `drop table ${table}`,
  `alter table ${table} add x int`,
  `comment on table ${table} is 'x'`,
  `select * from ${table} for update`,
  `select ${table}_insert()`,
  `call ${table}_call()`,
  `copy ${table} from stdin`,
  `commit; insert into ${table} values (2)`,
  `commit and chain; set transaction read write; insert into ${table} values (2)`,
  `-- \rrollback and chain; set transaction read write; insert into ${table} values (2)`,
  `rollback to savepoint s; insert into ${table} values (2)`,
  `begin; insert into ${table} values (2); commit`,
  `begin read write; insert into ${table} values (2)`,
  `start transaction read write, isolation level serializable; insert into ${table} values (2)`,
  `refresh materialized view ${table}`,
  `select nextval('${table}_seq')`,
  `select setval('${table}_seq', 5)`,
  `vacuum ${table}`,
  `notify x`,
  `listen x`,
  `lock table ${table} in access share mode`,
  `do $$ begin lock table ${table}; end $$`,
  `select ${table}_lock()`,
  `select pg_advisory_lock(1)`,
  `select pg_advisory_xact_lock(1)`,
  `select pg_notify('x', 'y')`,
  `select pg_logical_emit_message(false, 'selfdb.rights', 'garbage')`,
  `notify x; insert into ${table} values (2)`,
  `grant all on ${table} to public`,
  `alter role selfdb set work_mem = '5MB'`,
  `alter role selfdb password 'x'`,
  `select lo_create(0)`,
];

it("read_only can't be bypassed", async () => {
  const table = `t_${randomUUID().replaceAll('-', '')}`;
  await asSqlRole(
    `create table ${table} (id int); insert into ${table} values (1); create sequence ${table}_seq`,
  );
  await asSqlRole(
    `create function ${table}_insert() returns void language sql as $$ insert into ${table} values (2) $$`,
  );
  await asSqlRole(
    `create function ${table}_lock() returns void language plpgsql as $$ begin lock table ${table}; end $$`,
  );
  await asSqlRole(
    `create procedure ${table}_call() language plpgsql as $$ begin commit; insert into ${table} values (2); end $$`,
  );
  for (const query of changes(table)) {
    const { status, body } = await run(query, { read_only: true });
    expect([query, status, body.code]).toEqual([query, 400, 'sql_error']);
    expect(await rows(`select * from ${table}`), query).toEqual([{ id: 1 }]);
  }
  expect(await value('select to_regclass($1)', [`${table}_copy`])).toBe(null);
  expect(await value(`select is_called from ${table}_seq`)).toBe(false);
});

it('read_only reads', async () => {
  expect(await column('select count(*) > 0 from users', { read_only: true })).toEqual([true]);
  expect(await column('show transaction_read_only', { read_only: true })).toEqual(['on']);
  expect(await column('show transaction_read_only')).toEqual(['off']);
});

it('leaves no setting for the next call', async () => {
  await run("set work_mem = '7MB'; set search_path = nowhere; create temp table mine ()");
  expect(await column('show work_mem')).toEqual(['4MB']);
  expect(await column("select to_regclass('mine')")).toEqual([null]);
});
