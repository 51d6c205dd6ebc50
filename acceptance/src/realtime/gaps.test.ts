import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ChannelClient } from '../clients/channel-client.ts';
import { type Row, readPage, sql, type Table } from '../world/tables.ts';
import { admin, marker } from '../world/users.ts';

interface Listed extends Table {
  realtime_enabled: boolean;
}

let socket: ChannelClient;
beforeEach(async () => {
  socket = await ChannelClient.open();
});
afterEach(() => socket.close());

/** The registry's entry of a table that SQL has made, public and with realtime. */
async function enable(name: string): Promise<Table> {
  const { body } = await admin.get<{ data: Listed[] } | Listed[]>('/tables/', { search: name });
  const list = Array.isArray(body) ? body : body.data;
  const table = list.find((one) => one.name === name);
  const answer = await admin.patch<Table>(`/tables/${table?.id}`, { public: true, realtime_enabled: true });
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}

/** A gap that another transaction, at work at the same moment, reports again is not counted. */
const eventsOf = ({ name }: Table) =>
  socket.frames
    .filter(({ topic, ref }) => topic === `table:${name}` && ref === null)
    .filter(({ event }, index, all) => event !== 'gap' || all[index - 1]?.event !== 'gap');

/** The rows of a client that reads them, follows the changes, and reads the rows again at each gap. */
async function follow(table: Table, change: () => Promise<unknown>, count: number): Promise<Row[]> {
  expect(await socket.join(`table:${table.name}`)).toMatchObject({ status: 'ok' });
  let rows = (await readPage(admin, table)).data;
  await change();
  await socket.until(`${count} events`, () => eventsOf(table).length >= count);
  for (const { event, payload } of eventsOf(table)) {
    const [now, old] = [payload.new as Row | null, payload.old as Row | null];
    if (event === 'gap') rows = (await readPage(admin, table)).data;
    else rows = [...rows.filter(({ id }) => id !== (now ?? old)?.id), ...(now ? [now] : [])];
  }
  return rows;
}

const byId = (rows: Row[]) => [...rows].sort((a, b) => Number(a.id) - Number(b.id));

describe('rows that come or go with a partition are sent as a gap', () => {
  let table: Table;
  beforeEach(async () => {
    const name = marker('parts');
    await sql(`create table ${name} (id int primary key, title text) partition by range (id);
      create table ${name}_low partition of ${name} for values from (0) to (10);
      create table ${name}_high partition of ${name} for values from (10) to (20) partition by range (id);
      create table ${name}_higher partition of ${name}_high for values from (10) to (15);
      create table ${name}_highest partition of ${name}_high for values from (15) to (20);
      create table ${name}_loose (id int primary key, title text);
      insert into ${name}_loose values (20, 'twenty');
      insert into ${name} values (1, 'one'), (11, 'eleven'), (16, 'sixteen')`);
    table = await enable(name);
  });

  it.each<[string, (name: string) => string]>([
    ['dropped', (name) => `drop table ${name}_high`],
    ['dropped below another', (name) => `drop table ${name}_highest`],
    ['truncated', (name) => `truncate ${name}_highest`],
    ['detached', (name) => `alter table ${name} detach partition ${name}_high`],
    ['detached concurrently', (name) => `alter table ${name} detach partition ${name}_high concurrently`],
    ['attached', (name) => `alter table ${name} attach partition ${name}_loose for values from (20) to (30)`],
    ['dropped in a function', (name) => `do $$ begin drop table ${name}_high; end $$`],
  ])('that is %s', async (_what, change) => {
    const rows = await follow(
      table,
      async () => {
        await sql(change(table.name));
        await sql(`insert into ${table.name} values (2, 'two')`);
      },
      2,
    );
    expect(eventsOf(table).map(({ event }) => event)).toEqual(['gap', 'INSERT']);
    expect(eventsOf(table)[0]?.payload.reason).toMatch(/partition/i);
    expect(byId(rows)).toEqual(byId((await readPage(admin, table)).data));
  });

  it('soon after it was dropped past what the API can see', async () => {
    const { name } = table;
    await sql(`create function ${name}_drop() returns void language sql as $$ drop table ${name}_high $$`);
    const rows = await follow(table, () => sql(`select ${name}_drop()`), 1);
    expect(eventsOf(table).map(({ event }) => event)).toEqual(['gap']);
    expect(rows).toEqual([{ id: 1, title: 'one' }]);
  });

  it('at its position among the changes of one transaction', async () => {
    const rows = await follow(
      table,
      () =>
        sql(`update ${table.name} set title = 'a' where id = 1; drop table ${table.name}_high;
          update ${table.name} set title = 'b' where id = 1`),
      3,
    );
    expect(eventsOf(table).map(({ event }) => event)).toEqual(['UPDATE', 'gap', 'UPDATE']);
    expect(rows).toEqual([{ id: 1, title: 'b' }]);
  });

  it('and a truncated table with partitions as one', async () => {
    const rows = await follow(
      table,
      async () => {
        await sql(`truncate ${table.name}`);
        await sql(`insert into ${table.name} values (2, 'two')`);
      },
      2,
    );
    expect(eventsOf(table).map(({ event }) => event)).toEqual(['gap', 'INSERT']);
    expect(rows).toEqual([{ id: 2, title: 'two' }]);
  });
});

describe('columns that change are sent as a gap', () => {
  const REASON = "The table's columns changed. Reload the rows.";
  let table: Table;
  beforeEach(async () => {
    const name = marker('columns');
    await sql(`create table ${name} (id int primary key, title text, n int);
      insert into ${name} values (1, 'one', 1)`);
    table = await enable(name);
  });

  const column = (name: string) => `/tables/${table.id}/columns/${name}`;
  it.each<[string, () => Promise<unknown>, Row]>([
    [
      'added',
      () => admin.post(`/tables/${table.id}/columns`, { name: 'extra', type: 'int', default_value: 7 }),
      { title: 'one', n: 1, extra: 7 },
    ],
    ['renamed', () => admin.patch(column('title'), { new_name: 'label' }), { label: 'one', n: 1 }],
    ['given another type', () => admin.patch(column('n'), { type: 'text' }), { title: 'one', n: '1' }],
    ['dropped', () => admin.del(column('n')), { title: 'one' }],
    ['dropped with SQL', () => sql(`alter table ${table.name} drop column n`), { title: 'one' }],
    [
      'dropped in a function',
      () => sql(`do $$ begin alter table ${table.name} drop n; end $$`),
      { title: 'one' },
    ],
  ])('at once: %s', async (_what, change, row) => {
    const rows = await follow(
      table,
      async () => {
        await change();
        await sql(`insert into ${table.name} (id) values (2)`);
      },
      2,
    );
    expect(eventsOf(table)).toMatchObject([
      { event: 'gap', payload: { reason: REASON } },
      { event: 'INSERT' },
    ]);
    expect(rows.find(({ id }) => id === 1)).toEqual({ id: 1, ...row });
    expect(byId(rows)).toEqual(byId((await readPage(admin, table)).data));
  });

  it('at its position among the changes of one transaction', async () => {
    const rows = await follow(
      table,
      () =>
        sql(`update ${table.name} set n = 2 where id = 1; alter table ${table.name} rename column n to m;
          update ${table.name} set m = 3 where id = 1`),
      3,
    );
    expect(eventsOf(table).map(({ event }) => event)).toEqual(['UPDATE', 'gap', 'UPDATE']);
    expect(rows).toEqual([{ id: 1, title: 'one', m: 3 }]);
  });

  it('but a default, a constraint and an index are not', async () => {
    await follow(
      table,
      async () => {
        await admin.patch(column('n'), { default_value: 5, nullable: false });
        await sql(`create index on ${table.name} (n); alter table ${table.name} add check (n > 0)`);
        await sql(`insert into ${table.name} (id) values (2)`);
      },
      1,
    );
    expect(eventsOf(table)).toMatchObject([{ event: 'INSERT', payload: { new: { id: 2, n: 5 } } }]);
  });
});

describe('a composite type that is altered', () => {
  let type: string;
  beforeEach(async () => {
    type = marker('address');
    await sql(`create type ${type} as (street text, zip int, city text)`);
  });

  it.each([
    ['loses an attribute', 'drop attribute zip', '(b,c)'],
    ['gets one', 'add attribute country text', '(b,2,c,d)'],
    ['has one renamed', 'rename attribute zip to postcode', '(b,2,c)'],
  ])('and %s is never shown as it was: a gap, or what the rows show', async (_what, change, value) => {
    const name = marker('people');
    await sql(`create table ${name} (id int primary key, home ${type}, others ${type}[])`);
    const table = await enable(name);
    const add = (id: number, one: string) =>
      sql(`insert into ${name} values (${id}, '${one}', array['${one}'::${type}])`);
    const rows = await follow(
      table,
      async () => {
        await add(1, '(a,1,b)');
        await socket.until('the first', () => eventsOf(table).length === 1);
        await sql(`alter type ${type} ${change}`);
        await add(2, value);
        await socket.until('the second', () => eventsOf(table).length === 2);
        await add(3, value);
      },
      3,
    );
    const shown = await readPage(admin, table);
    const [first, second, third] = eventsOf(table);
    expect([first?.event, third?.event]).toEqual(['INSERT', 'INSERT']);
    // A test beside this one that enables realtime in between proves to the feed how the type is.
    if (second?.event === 'gap') expect(second.payload.reason).toMatch(/composite type/);
    else expect(second?.payload.new).toEqual(shown.data.find(({ id }) => id === 2));
    expect(byId(rows)).toEqual(byId(shown.data));
    expect(third?.payload.new).toEqual(shown.data.find(({ id }) => id === 3));
  });
});
