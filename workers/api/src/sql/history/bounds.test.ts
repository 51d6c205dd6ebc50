import { rows } from '@selfdb/server/testing/postgres';
import type { SqlHistoryEntry, SqlSnippet } from '@selfdb/shared/sql/schema';
import { expect, it } from 'vitest';
import { call } from '../../testing/client.ts';
import { createPerson } from '../testing/client.ts';

it('the history stores the beginning of a long query and of a long error', async () => {
  const admin = await createPerson();
  const { token } = admin;
  const query = `select '💡${'x'.repeat(900_000)}'`;
  await call('POST', '/sql/query', { token, json: { query } });
  const raised = "do $$ begin raise exception '%', repeat('e', 5000); end $$";
  await call('POST', '/sql/query', { token, json: { query: raised } });
  const added = { query: 'y'.repeat(9000), error: 'f'.repeat(2000) };
  await call('POST', '/sql/history', { token, json: added });
  const { body } = await call<SqlHistoryEntry[]>('GET', '/sql/history', { token });
  expect(body.map((entry) => [entry.query, entry.error])).toEqual([
    [`${'y'.repeat(8192)}…`, `${'f'.repeat(1024)}…`],
    [raised, `${'e'.repeat(1024)}…`],
    [`${query.slice(0, 8192)}…`, null],
  ]);
});

it('a list of snippets cuts off large ones instead of failing', async () => {
  const admin = await createPerson();
  const { token } = admin;
  const prefix = `p${Date.now()}`;
  const code = 'x'.repeat(1_000_000);
  await rows(
    `insert into selfdb.sql_snippets (owner_id, name, sql_code) select $1, $3 || i, $2 from generate_series(1, 70) i`,
    [admin.userId, code, prefix],
  );
  const json = { name: `${prefix} small`, sql_code: 'select 1' };
  await call('POST', '/sql/snippets', { token, json });
  const list = await call<SqlSnippet[]>('GET', `/sql/snippets?limit=100&search=${prefix}`, { token });
  expect([list.status, list.body.length, list.text.length < 100_000]).toEqual([200, 71, true]);
  for (const snippet of list.body) {
    const isSmall = snippet.name.endsWith('small');
    expect([snippet.truncated, snippet.sql_code]).toEqual(
      isSmall ? [undefined, 'select 1'] : [true, `${'x'.repeat(500)}…`],
    );
  }
  const few = await call<SqlSnippet[]>('GET', `/sql/snippets?limit=5&search=${prefix}`, { token });
  expect(few.body.map(({ truncated, sql_code }) => [truncated, sql_code.length])).toEqual([
    [undefined, 8],
    ...Array.from({ length: 4 }, () => [undefined, 1_000_000]),
  ]);
  await rows('delete from selfdb.sql_snippets where owner_id = $1', [admin.userId]);
});
