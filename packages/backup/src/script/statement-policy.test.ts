import { expect, it } from 'vitest';
import { parseCopy } from './copy-statement.ts';
import { treatmentOf } from './statement-policy.ts';

it.each([
  'SET statement_timeout = 0',
  "SELECT pg_catalog.set_config('search_path', '', false)",
  'CREATE TABLE public.a (b integer)',
  'CREATE USER MAPPING FOR public SERVER s',
  "COMMENT ON SCHEMA public IS 'x'",
  "SELECT pg_catalog.setval('public.a_id_seq', 1, false)",
  "SELECT pg_catalog.lo_create('16500')",
  'BEGIN',
  'REFRESH MATERIALIZED VIEW public.m',
])('runs %s', (sql) => expect(treatmentOf(sql)).toBe('run'));

it.each([
  'GRANT SELECT ON TABLE public.a TO reader',
  'GRANT SELECT(a),UPDATE("b, c)") ON TABLE public.a TO PUBLIC',
  'REVOKE ALL ON FUNCTION public.f() FROM PUBLIC',
  'REVOKE GRANT OPTION FOR SELECT ON TABLE public.a FROM reader',
  'GRANT ALL ON LARGE OBJECT 5 TO reader',
  'ALTER DEFAULT PRIVILEGES FOR ROLE selfdb IN SCHEMA public GRANT ALL ON TABLES TO reader',
])('puts off %s', (sql) => expect(treatmentOf(sql)).toBe('grant'));

it.each([
  'SET SESSION AUTHORIZATION selfdb',
  'RESET SESSION AUTHORIZATION',
  'REVOKE ALL ON FUNCTION pg_catalog.pg_notify(text, text) FROM PUBLIC',
])('skips %s', (sql) => expect(treatmentOf(sql)).toBe('skip'));

it.each([
  '\\! touch /tmp/pwned',
  "DO $$ begin raise notice 'x'; end $$",
  "PREPARE TRANSACTION 'x'",
  'CREATE ROLE intruder SUPERUSER LOGIN',
  "ALTER ROLE selfdb PASSWORD 'x'",
  "ALTER USER selfdb PASSWORD 'x'",
  'ALTER GROUP selfdb ADD USER x',
  "ALTER DATABASE selfdb SET search_path = 'evil'",
  "ALTER SYSTEM SET archive_command = 'touch /tmp/pwned'",
  "CREATE TABLESPACE t LOCATION '/tmp'",
  "CREATE SUBSCRIPTION s CONNECTION 'host=127.0.0.1' PUBLICATION p",
  'CREATE EVENT TRIGGER e ON ddl_command_start EXECUTE FUNCTION f()',
  'DROP ROLE selfdb',
  "COPY public.books FROM PROGRAM 'touch /tmp/pwned'",
  "COPY public.books FROM '/etc/passwd'",
  "COPY (select 1) TO '/tmp/pwned'",
  'GRANT selfdb TO selfdb_sql',
  'GRANT "SELECT ON TABLE x" TO selfdb_sql',
  'GRANT selfdb TO "a ON TABLE b "',
  'SELECT pg_catalog.pg_terminate_backend(1)',
  "SELECT pg_catalog.pg_create_physical_replication_slot('x')",
  "SELECT pg_catalog.set_config('role', 'selfdb', false)",
  'SET search_path = evil',
  'SET session_replication_role = replica',
  "LOAD 'x'",
  'CALL p()',
  'INSERT INTO selfdb.users DEFAULT VALUES',
  'select 1',
])('refuses %s', (sql) => expect(() => treatmentOf(sql)).toThrow('no backup contains'));

it.each([
  ['COPY public.books (id, title) FROM stdin', 'public.books', '(id, title)'],
  ['COPY "Odd; schema"."T (1)" ("a)", "b""c") FROM stdin', '"Odd; schema"."T (1)"', '("a)", "b""c")'],
  ['COPY app.empty  FROM stdin', 'app.empty', ''],
])('reads %s', (sql, name, columns) => expect(parseCopy(sql)).toEqual({ name, columns }));

it.each([
  'COPY public.books FROM stdin; DROP TABLE x; COPY y FROM stdin',
  "COPY public.books (id) FROM '/etc/passwd' FROM stdin",
  "COPY public.books FROM PROGRAM 'x' FROM stdin",
  'COPY (select 1) FROM stdin',
])('refuses %s', (sql) => expect(() => parseCopy(sql)).toThrow('no backup contains'));
