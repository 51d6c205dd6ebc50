import { rows } from '@selfdb/server/testing/postgres';
import { beforeAll, describe, expect, it } from 'vitest';
import { call } from '../testing/client.ts';
import { adoptTable, newName, type OwnTable } from '../testing/tables.ts';

interface Page {
  data: { id: number; name: string | null }[];
  total: number;
  next_cursor: string | null;
}

async function tableWith(columns: string, names: (string | null)[]): Promise<OwnTable> {
  const name = newName();
  await rows(`create table public.${name} (${columns})`);
  await rows(
    `insert into public.${name} (id, name) select place, name
     from unnest($1::text[]) with ordinality as given(name, place)`,
    [names],
  );
  return adoptTable(name);
}

async function page(table: OwnTable, query: Record<string, string>): Promise<Page> {
  const path = `/tables/${table.id}/data?${new URLSearchParams(query)}`;
  const { status, body, text } = await call<Page>('GET', path, { token: table.owner.token });
  expect([status, text]).toEqual([200, text]);
  return body;
}

/** The names of all rows, read by cursors, two at a time. */
async function walk(table: OwnTable, query: Record<string, string>): Promise<(string | null)[]> {
  const found: Page['data'] = [];
  let cursor: string | null = null;
  do {
    const next: Page = await page(table, { ...query, page_size: '2', ...(cursor ? { cursor } : {}) });
    found.push(...next.data);
    cursor = next.next_cursor;
  } while (cursor !== null);
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
  return found.map(({ name }) => name);
}

describe('a list sorted by a text', () => {
  const NAMES = [
    'zebra',
    'Zebra',
    '10',
    'apple',
    null,
    'Äpfel',
    '9',
    'Zebra',
    'zebra',
    'ähre',
    'Zz',
    null,
    '',
  ];
  const SORTED = ['', '10', '9', 'ähre', 'Äpfel', 'apple', ...['zebra', 'zebra', 'Zebra', 'Zebra'], 'Zz'];
  const ascending = [...SORTED, null, null];

  it.each(['text', 'varchar(20)', 'char(5)', 'text not null'])(
    'of type %s is in the order of languages, page by page',
    async (type) => {
      const isRequired = type.endsWith('not null');
      const table = await tableWith(
        `id int primary key, name ${type}`,
        NAMES.map((name) => (isRequired ? (name ?? '') : name)),
      );
      const expected = isRequired ? ['', '', ...SORTED] : ascending;
      const trimmed = (names: (string | null)[]) => names.map((name) => name?.trimEnd() ?? null);
      expect(trimmed(await walk(table, { sort_by: 'name', sort_order: 'asc' }))).toEqual(expected);
      expect(trimmed(await walk(table, { sort_by: 'name', sort_order: 'desc' }))).toEqual(
        expected.toReversed(),
      );
      const searched = await walk(table, { sort_by: 'name', sort_order: 'asc', search: 'z' });
      expect(trimmed(searched)).toEqual(['zebra', 'zebra', 'Zebra', 'Zebra', 'Zz']);
    },
  );

  it('uses an index in that order', async () => {
    const table = await tableWith('id int primary key, name text', ['b', 'a']);
    await rows(`create index on public.${table.name} (name collate "und-x-icu", id)`);
    expect(await walk(table, { sort_by: 'name', sort_order: 'asc' })).toEqual(['a', 'b']);
  });

  it('that has its own collation keeps it', async () => {
    const table = await tableWith('id int primary key, name text collate "C"', ['apple', 'Zebra', 'Äpfel']);
    expect(await walk(table, { sort_by: 'name', sort_order: 'asc' })).toEqual(['Zebra', 'apple', 'Äpfel']);
  });

  it('that is the primary key is in the order of its index', async () => {
    const name = newName();
    await rows(`create table public.${name} (id int, name text primary key)`);
    await rows(`insert into public.${name} values (1, 'apple'), (2, 'Zebra'), (3, 'zebra')`);
    const table = await adoptTable(name);
    expect(await walk(table, { sort_by: 'name', sort_order: 'asc' })).toEqual(['Zebra', 'apple', 'zebra']);
  });

  it('accepts no cursor of another order of the same column', async () => {
    const table = await tableWith('id int primary key, name text', ['a', 'B', 'c']);
    const { next_cursor } = await page(table, { sort_by: 'name', page_size: '1' });
    await rows(`alter table public.${table.name} alter name type text collate "C"`);
    const query = new URLSearchParams({ sort_by: 'name', page_size: '1', cursor: next_cursor ?? '' });
    const path = `/tables/${table.id}/data?${query}`;
    expect((await call('GET', path, { token: table.owner.token })).status).toBe(422);
  });
});

describe('a column with a nondeterministic collation', () => {
  const NAMES = ['Straße', 'STRASSE', 'a_b', 'A_B', 'ab', 'É', 'é', 'É', null];
  let table: OwnTable;

  beforeAll(async () => {
    await rows(
      `create collation if not exists public.caseless (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`,
    );
    table = await tableWith('id int primary key, name text collate public.caseless, other text', NAMES);
    await rows(`update public.${table.name} set other = 'needle' where id = 9`);
  });

  it.each<[string, (string | null)[]]>([
    ['needle', [null]],
    ['a_b', ['a_b', 'A_B']],
    ['é', ['É', 'é', 'É']],
    ['STRA', ['Straße', 'STRASSE']],
  ])('is searched for %s', async (search, expected) => {
    const found = await page(table, { search, sort_order: 'asc' });
    expect([found.data.map(({ name }) => name), found.total]).toEqual([expected, expected.length]);
  });

  it.each<[string, string, string[]]>([
    ['like', 'a_b', ['a_b']],
    ['like', 'a%', ['a_b', 'ab']],
    ['ilike', 'a%', ['a_b', 'A_B', 'ab']],
    ['ilike', 'é', ['É', 'é', 'É']],
    ['contains', 'A', ['STRASSE', 'A_B']],
    ['eq', 'A_b', ['a_b', 'A_B']],
  ])('with %s %s', async (operator, operand, expected) => {
    const filter = JSON.stringify({ name: { [operator]: operand } });
    const found = await page(table, { filter, sort_order: 'asc' });
    expect(found.data.map(({ name }) => name)).toEqual(expected);
  });

  it('is paged without losing or repeating a row', async () => {
    for (const sort_order of ['asc', 'desc']) {
      const found = await walk(table, { sort_by: 'name', sort_order });
      expect(found.toSorted()).toEqual(NAMES.toSorted());
      const folded = found.map((name) => name?.toLowerCase() ?? null);
      const expected = ['a_b', 'a_b', 'ab', 'é', 'é', 'é', 'strasse', 'straße', null];
      expect(folded).toEqual(sort_order === 'asc' ? expected : expected.toReversed());
    }
  });

  it('in an array is searched too', async () => {
    const name = newName();
    await rows(`create table public.${name} (id int primary key, name text[] collate public.caseless)`);
    await rows(`insert into public.${name} values (1, '{Ab}'), (2, '{b}')`);
    const filter = JSON.stringify({ name: { ilike: '%AB%' } });
    expect((await page(await adoptTable(name), { filter })).data.map(({ id }) => id)).toEqual([1]);
  });
});
