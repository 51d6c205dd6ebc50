import { expect, test } from 'vitest';
import { whatPgDumpSaid } from './pg-dump.ts';

test('a dump that gets no lock says so, without the names of thousands of tables', () => {
  const printed = `selfdb: could not find a "pg_dump" to execute
pg_dump: error: query failed: ERROR:  canceling statement due to statement timeout
pg_dump: detail: Query was: LOCK TABLE public.a, public.b IN ACCESS SHARE MODE`;
  expect(whatPgDumpSaid(printed)).toMatch(/^Another session has locked a table/);
  expect(whatPgDumpSaid('pg_dump: error: no matching tables were found\n')).toBe(
    'pg_dump: error: no matching tables were found',
  );
});
