import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { column, run } from './testing/client.ts';

/** By `pg_dump --inserts`, version 15. */
const dump = readFileSync(join(import.meta.dirname, 'testing/dump.sql'), 'utf8');

it('a dump is refused because of its psql commands, and runs without them', async () => {
  const asItIs = await run(dump);
  expect([asItIs.status, asItIs.body.detail]).toEqual([400, '\\restrict is a command of psql, not SQL.']);
  expect(dump.slice(asItIs.body.position ?? 0)).toMatch(/^restrict /);

  const lines = dump.split('\n').filter((line) => !/^\\(?:un)?restrict /.test(line));
  const { status, text } = await run(`\ufeff${lines.join('\n')}`);
  expect([status, status === 200 ? '' : text]).toEqual([200, '']);
  expect(await column('select name from dump_authors order by id')).toEqual([
    "O'Neil; \\. \\N",
    'line\n\\connect break',
  ]);
  expect(await column('select title from dump_v')).toEqual(['T;']);
  expect(await column("select obj_description('dump_books'::regclass)")).toEqual(["it's; a \\ comment"]);
  await run(
    `drop table dump_books, dump_authors cascade; drop function dump_f, dump_sql; drop type mood, posint`,
  );
});
