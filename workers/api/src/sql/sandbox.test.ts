import { randomUUID } from 'node:crypto';
import { rows, value } from '@selfdb/shared/testing/postgres';
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
  `notify x; insert into ${table} values (2)`,
  `grant all on ${table} to public`,
  `alter role selfdb set work_mem = '5MB'`,
  `alter role selfdb password 'x'`,
  `select lo_create(0)`,
];

it('read_only can not be broken', async () => {
  const table = `t_${randomUUID().replaceAll('-', '')}`;
  await rows(`create table ${table} (id int); insert into ${table} values (1); create sequence ${table}_seq`);
  await rows(
    `create function ${table}_insert() returns void language sql as $$ insert into ${table} values (2) $$`,
  );
  await rows(
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
  expect(await column('select count(*) > 0 from selfdb.users', { read_only: true })).toEqual([true]);
  expect(await column('show transaction_read_only', { read_only: true })).toEqual(['on']);
  expect(await column('show transaction_read_only')).toEqual(['off']);
});

it('leaves no setting behind for the next call', async () => {
  await run("set work_mem = '7MB'; set search_path = nowhere; create temp table mine ()");
  expect(await column('show work_mem')).toEqual(['4MB']);
  expect(await column("select to_regclass('mine')")).toEqual([null]);
});
