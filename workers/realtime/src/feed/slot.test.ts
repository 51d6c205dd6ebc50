import { asSuperuser, rows, value } from '@selfdb/server/testing/postgres';
import { expect, it } from 'vitest';
import { openFeed, until } from '../testing/feed.ts';
import { numbersOf } from '../testing/payloads.ts';
import { createTable } from '../testing/tables.ts';
import { epochOf } from './cursor.ts';
import { parseLsn } from './lsn.ts';

const SLOT = 'selfdb_realtime';
const walStatus = () => value('select wal_status from pg_replication_slots where slot_name = $1', [SLOT]);
const cut = `select pg_terminate_backend(active_pid) from pg_replication_slots where active_pid is not null`;

/** Stops a feed after one change, does something to its slot, and starts the feed again. */
async function meddle(statements: (table: string) => string[]) {
  const table = await createTable('n int');
  const first = await openFeed();
  await rows(`insert into ${table.sql} (n) values (1)`);
  await first.until(1);
  const since = first.reader.through;
  await first.stop();
  for (const statement of statements(table.sql)) await rows(statement);
  const second = await openFeed({ name: first.name });
  await rows(`insert into ${table.sql} (n) values (3)`);
  return { table, since, second };
}

it.each<[string, (table: string) => string[], RegExp]>([
  ['dropped', () => [`select pg_drop_replication_slot('${SLOT}')`], /dropped/],
  [
    'dropped and made again',
    () => [
      `select pg_drop_replication_slot('${SLOT}')`,
      `select pg_create_logical_replication_slot('${SLOT}', 'pgoutput')`,
    ],
    /Another process/,
  ],
  [
    'made for another plugin',
    () => [
      `select pg_drop_replication_slot('${SLOT}')`,
      `select pg_create_logical_replication_slot('${SLOT}', 'test_decoding')`,
    ],
    /another plugin/,
  ],
  [
    'read by another process',
    (table) => [
      `insert into ${table} (n) values (2)`,
      `select count(*) from pg_logical_slot_get_binary_changes('${SLOT}', null, null, 'proto_version', '1',
        'publication_names', 'selfdb_realtime')`,
    ],
    /Another process/,
  ],
  [
    'advanced by another process',
    (table) => [
      `insert into ${table} (n) values (2)`,
      `select pg_replication_slot_advance('${SLOT}', pg_current_wal_lsn())`,
    ],
    /Another process/,
  ],
])(
  'a slot that was %s gives a gap to readers and old cursors, and on it goes',
  async (_how, statements, reason) => {
    const { table, since, second } = await meddle(statements);
    const items = await second.until(second.reader.items[0]?.type === 'gap' ? 2 : 1);
    expect(numbersOf(items)).toEqual([3]);
    expect(epochOf(second.from)).toBe(epochOf(since));
    expect(items[0]).toMatchObject({ type: 'gap', reason: expect.stringMatching(reason) });
    const through = (await second.inside((feed) => feed.status())).cursor;
    expect(epochOf(through)).not.toBe(epochOf(since));
    expect(
      await second.inside((feed) => feed.replay({ relid: table.relid, userId: undefined, since, through })),
    ).toEqual({
      gap: expect.stringMatching(reason),
      cursor: through,
    });
    await second.stop();
  },
);

it('a slot that is dropped while it is read causes a gap', async () => {
  const table = await createTable('n int');
  await using feed = await openFeed();
  await rows(`insert into ${table.sql} (n) values (1)`);
  await feed.until(1);
  await rows(`do $$ begin
    for i in 1..200 loop
      perform pg_terminate_backend(active_pid) from pg_replication_slots where slot_name = '${SLOT}';
      begin
        perform pg_drop_replication_slot('${SLOT}');
        return;
      exception when object_in_use then perform pg_sleep(0.01);
      end;
    end loop;
    end $$`);
  await feed.until(2);
  await rows(`insert into ${table.sql} (n) values (2)`);
  const items = await feed.until(3);
  expect(items.map(({ type }) => type)).toEqual(['row', 'gap', 'row']);
  expect(items[2]?.cursor.startsWith(epochOf(items[1]?.cursor ?? ''))).toBe(true);
});

it('a slot that Postgres invalidated causes a gap', async () => {
  const { second } = await meddle(() => []).then(async ({ second, table }) => {
    await second.stop();
    await asSuperuser(`alter system set max_slot_wal_keep_size = '1MB'`);
    await asSuperuser('select pg_reload_conf()');
    try {
      for (let i = 0; i < 4; i += 1) {
        await asSuperuser(`select pg_logical_emit_message(false, 'x', repeat('x', 20000000))`);
        await asSuperuser('checkpoint');
      }
      await until(
        async () => (await walStatus()) === 'lost',
        () => 'the slot is not lost',
      );
    } finally {
      await asSuperuser('alter system reset max_slot_wal_keep_size');
      await asSuperuser('select pg_reload_conf()');
    }
    const third = await openFeed({ name: second.name });
    await rows(`insert into ${table.sql} (n) values (4)`);
    return { second: third };
  });
  expect(await second.until(2)).toMatchObject([
    { type: 'gap', reason: expect.stringContaining('too long') },
    {},
  ]);
  expect(numbersOf(second.reader.items)).toEqual([4]);
  await second.stop();
});

it('a stored commit that does not come again shows that the database was restored', async () => {
  const table = await createTable('n int');
  const first = await openFeed();
  await rows(`insert into ${table.sql} (n) values (1)`);
  await first.until(1);
  await first.stop();
  // As if there had been another commit that was not acknowledged before the database was restored.
  const end = parseLsn(await value('select pg_current_wal_lsn()'));
  await first.inside((_, sql) => {
    const body = sql.exec<{ body: string }>('select body from state').one().body;
    sql.exec(
      'update state set body = ?',
      JSON.stringify({ ...JSON.parse(body), through: `${end}:00000001` }),
    );
  });
  await using second = await openFeed({ name: first.name });
  await rows(`insert into ${table.sql} (n) values (2)`);
  const [gap] = await second.until(1);
  expect(gap).toMatchObject({ type: 'gap', reason: expect.stringContaining('older state') });
  await rows(`insert into ${table.sql} (n) values (3)`);
  expect(numbersOf(await second.until(2)).at(-1)).toBe(3);
});

it('an untouched slot causes no gap', async () => {
  const { second } = await meddle((table) => [cut, `insert into ${table} (n) values (2)`]);
  expect(numbersOf(await second.until(2))).toEqual([2, 3]);
  await second.stop();
});
