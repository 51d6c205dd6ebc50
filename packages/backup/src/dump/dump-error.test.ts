import { expect, test } from 'vitest';
import { dumpError, TablesDropped } from './dump-error.ts';

const NOT_FOUND = 'selfdb: could not find a "pg_dump" to execute\n';

test('a dump that gets no lock says so, without the names of thousands of tables', () => {
  const printed = `${NOT_FOUND}pg_dump: error: query failed: ERROR:  canceling statement due to statement timeout
pg_dump: detail: Query was: LOCK TABLE public.a, public.b IN ACCESS SHARE MODE`;
  expect(dumpError(printed, 1).message).toMatch(/^Another session has locked a table/);
});

test('a table that was dropped meanwhile is told from other things that are missing', () => {
  const dropped = (query: string) =>
    dumpError(
      `pg_dump: error: query failed: ERROR:  relation "a" does not exist\npg_dump: detail: Query was: ${query}`,
      1,
    );
  expect(dropped("SET TRANSACTION SNAPSHOT 'replaced'")).toBeInstanceOf(TablesDropped);
  expect(dropped('SELECT 1')).not.toBeInstanceOf(TablesDropped);
});

test('other errors are what pg_dump said', () => {
  expect(dumpError(`${NOT_FOUND}pg_dump: error: no matching tables were found\n`, 1).message).toBe(
    'pg_dump: error: no matching tables were found',
  );
  expect(dumpError('', 3).message).toBe('pg_dump ended with 3.');
});
