import { expect, it, vi } from 'vitest';
import { NotFoundError } from '../errors.ts';
import { clientOf, createFetch, json, refusal } from '../testing/fake-server.ts';

/** An API with one table `books`, whose id can change. */
function createApi() {
  let id = 'id-1';
  const api = createFetch(({ url, method }) => {
    const [, , , table] = url.pathname.split('/');
    if (table === undefined)
      return json(
        id === ''
          ? []
          : [
              { id: 'x', name: 'books_2' },
              { id, name: 'books' },
            ],
      );
    if (table !== id) return refusal(404, 'not_found');
    return method === 'DELETE' ? json({ id }) : json({ id: 'row', table });
  });
  const lookUps = () => api.sent.filter(({ url }) => url.pathname === '/base/tables').length;
  const rename = (to: string) => {
    id = to;
  };
  return { ...api, lookUps, rename };
}

it('a name is looked up once for many calls', async () => {
  const api = createApi();
  const books = clientOf(api.fetch).table('books');
  const rows = await Promise.all([books.get('1'), books.get('2'), books.get('3')]);
  expect(rows.map(({ table }) => table)).toEqual(['id-1', 'id-1', 'id-1']);
  expect(api.lookUps()).toBe(1);
});

it('a table that was made again is found again, even by a write', async () => {
  const api = createApi();
  const books = clientOf(api.fetch).table('books');
  await books.get('1');
  api.rename('id-2');
  expect(await books.insert({ a: 1 })).toMatchObject({ table: 'id-2' });
  expect(api.lookUps()).toBe(2);
});

it('a row that is not there is told, and not asked for again at the same table', async () => {
  const { fetch, sent } = createFetch(({ url }) =>
    url.pathname.endsWith('/tables') ? json([{ id: 'a', name: 'books' }]) : refusal(404, 'not_found'),
  );
  const books = clientOf(fetch).table('books');
  await expect(books.get('1')).rejects.toBeInstanceOf(NotFoundError);
  await expect(books.get('1')).rejects.toBeInstanceOf(NotFoundError);
  expect(sent.filter(({ url }) => url.pathname.endsWith('/data/1')).length).toBe(2);
});

it('a name is forgotten after this client changes a table, and after a while', async () => {
  vi.useFakeTimers();
  try {
    const api = createApi();
    const client = clientOf(api.fetch);
    await client.table('books').get('1');
    await client.tables.update('id-1', { description: 'x' });
    await client.table('books').get('1');
    expect(api.lookUps()).toBe(2);
    vi.advanceTimersByTime(31_000);
    await client.table('books').get('1');
    expect(api.lookUps()).toBe(3);
  } finally {
    vi.useRealTimers();
  }
});

it('a name that no table has is an error, and looked up again', async () => {
  const api = createApi();
  const client = clientOf(api.fetch);
  api.rename('');
  await expect(client.table('books').get('1')).rejects.toThrow('There is no table "books"');
  api.rename('id-3');
  expect(await client.table('books').get('1')).toMatchObject({ table: 'id-3' });
});
