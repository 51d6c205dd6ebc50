import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ChannelClient, type Frame } from '../../clients/channel-client.ts';
import type { Table } from '../../world/tables.ts';
import { createPerson, marker, type Person, system } from '../../world/users.ts';
import { createNumberTable } from '../number-writer.ts';
import { query } from '../postgres.ts';
import { until } from '../recovery.ts';

const STEP = 50;
const TOLD = ['INSERT', 'UPDATE', 'DELETE', 'gap'];

let owner: Person;
let table: Table;
let socket: ChannelClient;
let start: unknown;
let open: ChannelClient[] = [];

beforeAll(async () => {
  owner = await createPerson();
});
beforeEach(async () => {
  table = await createNumberTable(owner, { extra: { type: 'text' } });
  socket = await connect();
  const { status, response } = await socket.join(topic());
  expect(status).toBe('ok');
  start = response.cursor;
});
afterEach(async () => {
  for (const each of open) await each.close();
  open = [];
});

const topic = (name = table.name) => `table:${name}`;
const sql = (text: string) => query(system.databaseUrl, text);
const insert = (n: number) => sql(`insert into "${table.name}" (n) values (${n})`);
const told = (client: ChannelClient) => client.frames.filter(({ event }) => TOLD.includes(event));
const isEnd = ({ event }: Frame) => event === 'phx_close' || event === 'phx_error';

async function connect(): Promise<ChannelClient> {
  const client = await ChannelClient.open(owner.tokens.access_token);
  open.push(client);
  return client;
}

/** What a client is told that comes with the cursor of the beginning is what was told live. */
async function expectSameReplay(): Promise<void> {
  const late = await connect();
  await late.join(topic(), { since: start });
  const without = ({ event, payload }: Frame) => [event, payload];
  await until('the replay', async () => told(late).length >= told(socket).length);
  expect(told(late).map(without)).toEqual(told(socket).map(without));
}

/** The column `extra` of a row, undefined where there is no such column. */
const extras = () =>
  socket
    .changes(topic())
    .map(({ new: row }) => [Number(row?.n), row && 'extra' in row ? row.extra : undefined]);

it('columns that come, change their type and go are in each row as they were when it was written', async () => {
  const alter = (what: string) => sql(`alter table "${table.name}" ${what}`);
  const eras: [() => Promise<unknown>, unknown][] = [
    [() => alter('drop column extra'), undefined],
    [() => alter('add column extra integer not null default 7'), 7],
    [() => alter("alter column extra drop default, alter column extra type text using 'v' || extra"), 'w'],
    [
      () => alter('alter column extra type jsonb using to_jsonb(extra), alter column extra drop not null'),
      null,
    ],
    [() => alter('rename column extra to other'), undefined],
  ];
  const expected: unknown[] = [];
  let n = 0;
  for (const [change, value] of eras) {
    await change();
    for (const end = n + STEP; n < end; ) {
      n += 1;
      const isText = value === 'w';
      await sql(
        `insert into "${table.name}" (n${isText ? ', extra' : ''}) values (${n}${isText ? ", 'w'" : ''})`,
      );
      expected.push([n, value]);
    }
  }
  await socket.until('every row', () => socket.changes(topic()).length >= n);
  expect(extras()).toEqual(expected);
  // Rows that were read before have other columns.
  expect(told(socket).filter(({ event }) => event === 'gap').length).toBeGreaterThanOrEqual(eras.length);
  await expectSameReplay();
});

describe.each([
  ['that has had no row yet', 0],
  ['that has had rows', 1],
])('of a table %s', (_which, rows) => {
  it('a filter on a column that goes ends with a reason, and one on a column that is retyped goes on', async () => {
    for (let n = 1; n <= rows; n += 1) await insert(n);
    await socket.until('every row', () => socket.changes(topic()).length === rows);
    const [kept, lost] = [await connect(), await connect()];
    expect(await kept.join(topic(), { filter: { n: { gte: '10' } } })).toMatchObject({ status: 'ok' });
    expect(await lost.join(topic(), { filter: { extra: { eq: 'x' } } })).toMatchObject({ status: 'ok' });
    await sql(`alter table "${table.name}" drop column extra, alter column n type text`);
    for (const n of [9, 10, 100]) await insert(n);
    await socket.until('every row', () => socket.changes(topic()).length === rows + 3);
    // As texts '9' comes after '10', and '100' too.
    await kept.until('every row', () => kept.changes(topic()).length === 3);
    expect(kept.changes(topic()).map(({ new: row }) => row?.n)).toEqual(['9', '10', '100']);
    const { payload } = await lost.next('the end', isEnd);
    expect(payload.reason).toMatch(/extra/);
  });
});

it('TRUNCATE is sent as a gap at its position', async () => {
  await insert(1);
  await sql(`truncate "${table.name}"`);
  await insert(1);
  await socket.until('all three', () => told(socket).length >= 3);
  expect(told(socket).map(({ event }) => event)).toEqual(['INSERT', 'gap', 'INSERT']);
  expect(told(socket)[1]?.payload).toMatchObject({ reason: expect.stringMatching(/truncated/) });
  await expectSameReplay();
});

describe('a table', () => {
  it('that is renamed ends its topic, and goes on under its new name', async () => {
    await insert(1);
    await socket.until('a row', () => told(socket).length === 1);
    const name = marker('renamed');
    await sql(`alter table "${table.name}" rename to "${name}"`);
    await sql(`insert into "${name}" (n) values (2)`);
    const { payload } = await socket.next('the end', isEnd);
    expect(payload.reason).toMatch(/renamed|no such table/i);
    expect(socket.changes(topic()).map(({ new: row }) => row?.n)).toEqual([1]);
    const again = await connect();
    expect(await again.join(topic())).toMatchObject({ status: 'error' });
    expect(await again.join(topic(name), { since: start })).toMatchObject({ status: 'ok' });
    await sql(`insert into "${name}" (n) values (3)`);
    await again.until('every row', () => again.changes(topic(name)).length >= 3);
    expect(again.changes(topic(name)).map(({ new: row, table: of }) => [of, row?.n])).toEqual([
      [table.name, 1],
      [name, 2],
      [name, 3],
    ]);
  });

  it('that is dropped ends its topic', async () => {
    await insert(1);
    await sql(`drop table "${table.name}"`);
    let end: Frame | undefined;
    await until('the end', async () => {
      end = socket.frames.find(isEnd);
      return end !== undefined;
    });
    expect(end?.payload.reason).toEqual(expect.any(String));
    expect(await socket.join(topic())).toMatchObject({ status: 'error' });
  });

  it('whose row has a megabyte that an update leaves alone is told it whole', async () => {
    const megabyte = "(select string_agg(md5(i::text), '') from generate_series(1, 32768) i)";
    await sql(`insert into "${table.name}" (n, extra) values (1, ${megabyte})`);
    await sql(`update "${table.name}" set n = 2`);
    await sql(`delete from "${table.name}"`);
    await socket.until('all three', () => told(socket).length >= 3);
    const [inserted, updated, deleted] = socket.changes(topic());
    const large = String(inserted?.new?.extra);
    expect(large).toMatch(/^[0-9a-f]{1048576}$/);
    for (const row of [updated?.old, updated?.new, deleted?.old]) expect(row?.extra === large).toBe(true);
    expect([updated?.old?.n, updated?.new?.n, deleted?.old?.n]).toEqual([1, 2, 2]);
    await expectSameReplay();
  });
});
