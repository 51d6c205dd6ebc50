import { createDatabase } from '@selfdb/server/db/database';
import { rows, value } from '@selfdb/server/testing/postgres';
import pg from 'pg';
import { beforeEach, describe, expect, inject, it } from 'vitest';
import type { FeedItem } from '../change.ts';
import { openFeed } from '../testing/feed.ts';
import { createTable, type TestTable } from '../testing/tables.ts';
import { selectTypes } from './json/repository.ts';

let address: string;

beforeEach(async () => {
  address = `address_${crypto.randomUUID().slice(0, 8)}`;
  await rows(`create type ${address} as (street text, zip int, city text)`);
});

const ONE = `('a street', 10, 'a town')`;

const insert = (table: TestTable, one = `row${ONE}::${address}`) =>
  rows(`insert into ${table.sql} (v) values (${one})`);

/** The delivered values, or the kind of change that was delivered instead. */
const toldOf = ({ reader }: { reader: { items: FeedItem[] } }) =>
  reader.items.flatMap((item) => {
    if (item.type === 'row') return [JSON.parse(item.payload).new.v];
    return item.type === 'table' ? [item.what] : [];
  });

/** The values of all rows as the rows API shows them. */
const shownOf = async (table: TestTable) =>
  (await rows(`select to_json(v) as v from ${table.sql} order by id`)).map(({ v }) => v);

const CHANGES: [what: string, change: string, value: string][] = [
  ['an attribute dropped', 'drop attribute zip', `('b', 'c')`],
  ['one added', 'add attribute country text', `('b', 20, 'c', 'd')`],
  ['one renamed', 'rename attribute zip to postcode', ONE],
];

const USES: [what: string, create: string, type: string, value: (one: string) => string][] = [
  ['', 'select', 'IT', (one) => one],
  ['in an array', 'select', 'IT[]', (one) => `array[${one}, null]`],
  ['in a domain', 'create domain IT_d as IT check (value is not null)', 'IT_d', (one) => `${one}::IT_d`],
  ['in another', 'create type IT_o as (n int, its IT[])', 'IT_o', (one) => `row(1, array[${one}])::IT_o`],
  ['in a row of a table', 'create table public.IT_t (n int, it IT)', 'IT_t', (one) => `row(1, ${one})::IT_t`],
];

describe.each(USES)('of a composite type that is used as it is %s', (_use, create, type, value) => {
  const named = (text: string) => text.replaceAll('IT', address);

  it.each(CHANGES)(
    'and has %s, the first change is a gap, and the next one has its new form',
    async (_what, change, one) => {
      await rows(named(create));
      const table = await createTable(`v ${named(type)}`);
      await using feed = await openFeed();
      await insert(table, named(value(`row${ONE}::IT`)));
      await feed.until(1);
      expect(toldOf(feed)).toEqual(await shownOf(table));
      await rows(`alter type ${address} ${change}`);
      for (const count of [2, 3]) {
        await insert(table, named(value(`row${one}::IT`)));
        await feed.until(count);
      }
      expect(toldOf(feed).slice(1)).toEqual(['retyped', (await shownOf(table)).at(-1)]);
    },
  );
});

it('a table whose rows are used as values counts as a composite type', async () => {
  const other = await createTable('a text');
  const table = await createTable(`v ${other.sql}`);
  await rows(`insert into ${other.sql} (a) values ('x'); alter table ${other.sql} add column b int`);
  await using feed = await openFeed();
  const add = () => insert(table, `(select array_agg(t) from ${other.sql} t)[1]`);
  await add();
  await feed.until(1);
  await rows(`alter table ${other.sql} drop column a`);
  for (const count of [2, 3]) {
    await add();
    await feed.until(count);
  }
  const shown = await shownOf(table);
  expect(toldOf(feed)).toEqual([{ id: 1, a: 'x', b: null }, 'retyped', shown.at(-1)]);
});

it('rows before and after a change of the type in one transaction are one gap', async () => {
  const table = await createTable(`v ${address}`);
  await using feed = await openFeed();
  await rows(`begin;
    insert into ${table.sql} (v) values (row${ONE}), (row${ONE});
    alter type ${address} drop attribute zip;
    insert into ${table.sql} (v) values (('b', 'c'));
    commit`);
  await feed.until(1);
  await insert(table, `('b', 'c')`);
  await feed.until(2);
  expect(toldOf(feed)).toEqual(['retyped', { street: 'b', city: 'c' }]);
});

it('rows in the log from before a change of the type are a gap for a feed that reads them later, also a second time', async () => {
  const table = await createTable(`v ${address}`);
  const before = await openFeed();
  await insert(table);
  await before.until(1);
  await before.stop();
  await insert(table);
  await rows(`alter type ${address} rename attribute zip to postcode`);
  await insert(table);
  await using feed = await openFeed({ name: before.name });
  await feed.until(2);
  expect(toldOf(feed)).toEqual(['retyped', 'retyped']);
  await insert(table);
  await feed.until(3);
  expect(toldOf(feed)[2]).toEqual({ street: 'a street', postcode: 10, city: 'a town' });
});

it('rows in the log are delivered by a feed that reads them later, if no type has changed', async () => {
  const table = await createTable(`v ${address}`);
  const before = await openFeed();
  await insert(table);
  await before.until(1);
  await before.stop();
  await insert(table);
  await using feed = await openFeed({ name: before.name });
  await feed.until(1);
  expect(toldOf(feed)).toEqual((await shownOf(table)).slice(1));
});

it('the first row of a type and a table created while the feed ran is delivered', async () => {
  await using feed = await openFeed();
  await rows(`create type ${address}_b as (a int)`);
  const table = await createTable(`v ${address}_b`);
  await insert(table, 'row(1)');
  await feed.until(1);
  expect(toldOf(feed)).toEqual([{ a: 1 }]);
});

it('a reading says whether one of its types is being altered, also a nested one', async () => {
  const db = createDatabase({ url: inject('databaseUrl'), gatewayUrl: inject('gatewayUrl') });
  const oid = Number(await value('select $1::regtype::oid', [`${address}[]`]));
  const other = new pg.Client({ connectionString: inject('databaseUrl') });
  other.on('error', () => {});
  await other.connect();
  await other.query(`begin; alter type ${address} drop attribute zip`);
  const during = await selectTypes(db, [oid]);
  await other.query('commit');
  await other.end();
  const after = await selectTypes(db, [oid]);
  expect([during.isChanging, after.isChanging]).toEqual([true, false]);
  expect(after.position > during.position).toBe(true);
  expect(after.stamp).not.toBe(during.stamp);
});
