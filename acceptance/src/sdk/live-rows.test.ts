import { type RowQuery, SelfDB } from '@selfdb/sdk';
import { liveRows } from '@selfdb/sdk/live';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Relay, startRelay } from '../clients/relay.ts';
import { randomFrom } from '../random.ts';
import { createTable, type Table } from '../world/tables.ts';
import { admin, createPerson, type Person, system } from '../world/users.ts';

const PORT = Number(new URL(system.baseUrl).port);

interface Item {
  id: string;
  n: number | null;
  title: string;
  done: boolean;
  updated_at: string;
}

let owner: Person;
let relay: Relay;
let selfdb: SelfDB<Record<string, { row: Item; insert: Partial<Item>; update: Partial<Item> }>>;
beforeAll(async () => {
  owner = await createPerson();
  relay = await startRelay();
  relay.turnTo(PORT);
  selfdb = new SelfDB({ baseUrl: `http://127.0.0.1:${relay.port}`, apiKey: system.apiKey });
  await selfdb.auth.login({ email: owner.email, password: owner.password });
});
afterAll(async () => {
  await selfdb.realtime.disconnect();
  await relay.stop();
});

const createItems = () =>
  createTable(owner, {
    realtime_enabled: true,
    table_schema: {
      n: { type: 'integer' },
      title: { type: 'text', nullable: false },
      done: { type: 'boolean', nullable: false, default: 'false' },
    },
  });

const path = (table: Table, id?: string) => `/tables/${table.id}/data${id ? `/${id}` : ''}`;

/** Lists of all kinds: placed by the client, or only by the server. */
function queriesOf(name: string) {
  const items = () => selfdb.table(name).query();
  return {
    'the newest': items().pageSize(5),
    'by a number that may be null': items().sort('n').pageSize(7),
    'by a time, backwards': items().sort('updated_at', 'desc').pageSize(4),
    'those that are done': items()
      .filter({ done: true, not: { n: { lt: 3 } } })
      .sort('n', 'desc'),
    'by a text': items().filter('title', 'ilike', '%a%').sort('title').pageSize(6),
    'some columns of what a search finds': items().search('b').select('title').pageSize(5),
  };
}

/** Inserts, changes and deletes at random, and breaks the connection of the lists, for some writes each time. */
async function writeAtRandom(table: Table, seed: number): Promise<void> {
  const random = randomFrom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const ids: string[] = [];
  for (let step = 0; step < 60; step += 1) {
    if (step % 16 === 12) relay.turnTo(undefined);
    if (step % 16 === 0) relay.turnTo(PORT);
    const at = below(ids.length);
    const n = below(5) === 0 ? null : below(9);
    const title = ['apple', 'Banana', 'cherry', 'Äpfel', 'bread'][below(5)];
    const kind = ids.length < 6 ? 0 : below(4);
    if (kind <= 1) {
      const { body } = await owner.post<Item>(path(table), { n, title, done: below(2) === 0 });
      ids.push(body.id);
    } else if (kind === 2) await owner.patch(path(table, ids[at]), below(2) === 0 ? { n } : { title });
    else await owner.del(path(table, ids.splice(at, 1)[0]));
  }
}

/** A list that is followed, and a wait for its titles. */
function follow(query: RowQuery<Item>) {
  const live = liveRows(selfdb, query);
  const stop = live.subscribe(() => undefined);
  const shows = (titles: string[]) =>
    vi.waitFor(() => expect(live.getState().rows.map(({ title }) => title)).toEqual(titles), 5000);
  return { live, stop, shows };
}

const itemsOf = (table: Table) => selfdb.table(table.name).query();

describe('live rows', () => {
  it('are what a read gives in the end, whatever is written while they are read and connections break', async () => {
    const table = await createItems();
    const lists = Object.entries(queriesOf(table.name)).map(([name, query]) => {
      const live = liveRows(selfdb, query);
      return { name, query, live, stop: live.subscribe(() => undefined) };
    });
    await writeAtRandom(table, 7);
    relay.turnTo(PORT);
    for (const { name, query, live, stop } of lists) {
      const shown = () => live.getState().rows.map((row) => Reflect.get(row, 'id') ?? row);
      const expected = (await query.execute()).data;
      const state = { isLoading: false, isLive: true, error: undefined };
      await vi.waitFor(() => expect(live.getState(), name).toMatchObject({ ...state, rows: expected }), 5000);
      expect(shown().length, name).toBe(expected.length);
      stop();
    }
  });

  it('are read again after a gap', async () => {
    const table = await createItems();
    await owner.post(path(table), { title: 'a' });
    const { shows, stop } = follow(itemsOf(table));
    await shows(['a']);
    await admin.post('/sql/query', { query: `truncate "${table.name}"` });
    await shows([]);
    stop();
  });

  it('have the columns of the table after it was altered, without another change', async () => {
    const table = await createItems();
    await owner.post(path(table), { title: 'a', n: 1 });
    const { live, stop } = follow(itemsOf(table));
    const first = () => Object.keys(live.getState().rows[0] ?? {}).toSorted();
    const shows = (columns: string[]) =>
      vi.waitFor(
        () => expect(first()).toEqual(['created_at', 'id', 'updated_at', ...columns].toSorted()),
        5000,
      );
    await shows(['done', 'n', 'title']);
    await owner.post(`/tables/${table.id}/columns`, { name: 'extra', type: 'text', default_value: 'x' });
    await shows(['done', 'extra', 'n', 'title']);
    await owner.patch(`/tables/${table.id}/columns/title`, { new_name: 'label' });
    await shows(['done', 'extra', 'label', 'n']);
    await owner.del(`/tables/${table.id}/columns/done`);
    await shows(['extra', 'label', 'n']);
    await owner.patch(`/tables/${table.id}/columns/n`, { type: 'text' });
    await vi.waitFor(() => expect(live.getState().rows[0]?.n).toBe('1'), 5000);
    stop();
  });

  it('grow by pages, and then keep what comes in between', async () => {
    const table = await createItems();
    await owner.post(
      path(table),
      [4, 8, 12, 16, 20].map((n) => ({ n, title: `t${n}` })),
    );
    const { live, shows, stop } = follow(itemsOf(table).sort('n').pageSize(2));
    await shows(['t4', 't8']);
    expect(live.getState().hasMore).toBe(true);
    await owner.post(path(table), { n: 5, title: 't5' });
    await shows(['t4', 't5']);
    await live.loadMore();
    await shows(['t4', 't5', 't8', 't12']);
    await owner.post(path(table), [
      { n: 9, title: 't9' },
      { n: 17, title: 't17' },
    ]);
    await shows(['t4', 't5', 't8', 't9', 't12']);
    await live.loadMore();
    await shows(['t4', 't5', 't8', 't9', 't12', 't16', 't17']);
    expect(live.getState().hasMore).toBe(true);
    await live.loadMore();
    await shows(['t4', 't5', 't8', 't9', 't12', 't16', 't17', 't20']);
    expect(live.getState().hasMore).toBe(false);
    stop();
  });

  it('show a write at once, and take it back if the server refuses it', async () => {
    const table = await createItems();
    const { live, shows, stop } = follow(itemsOf(table));
    await vi.waitFor(() => expect(live.getState().isLoading).toBe(false));
    const shown: string[][] = [];
    live.subscribe(() => shown.push(live.getState().rows.map(({ title }) => title)));
    const inserted = await live.insert({ title: 'new' });
    expect(shown[0]).toEqual(['new']);
    await live.update(inserted, { title: 'newer' });
    await shows(['newer']);
    shown.length = 0;
    await expect(live.insert({ title: null as never })).rejects.toThrow('title');
    expect(shown.map((titles) => titles.length)).toContain(2);
    await shows(['newer']);
    await live.delete(inserted);
    await shows([]);
    stop();
  });

  it('tell why they do not change, when the table is not followed, and show the rows', async () => {
    const table = await createTable(owner, { table_schema: { title: { type: 'text' } } });
    await owner.post(path(table), { title: 'still' });
    const { live, shows, stop } = follow(itemsOf(table));
    await shows(['still']);
    expect(live.getState()).toMatchObject({ isLive: false, error: expect.any(Error) });
    stop();
  });

  it('vanish when the user signs out', async () => {
    const table = await createItems();
    await owner.post(path(table), { title: 'mine' });
    const { live, shows, stop } = follow(itemsOf(table));
    await shows(['mine']);
    await selfdb.auth.logout();
    await shows([]);
    await vi.waitFor(() => expect(live.getState().error).toBeInstanceOf(Error));
    await selfdb.auth.login({ email: owner.email, password: owner.password });
    await shows(['mine']);
    stop();
  });
});
