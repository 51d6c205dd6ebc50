import { expect, it } from 'vitest';
import { clientOf, createFetch, json } from '../testing/fake-server.ts';

const page = (data: unknown[], next_cursor: string | null = null, pageSize = 2) =>
  json({ data, total: 9, page: 1, pageSize, page_size: pageSize, next_cursor });

const parameters = (url: URL | undefined) => Object.fromEntries(url?.searchParams ?? []);

it('puts a question together', async () => {
  const { fetch, sent } = createFetch(() => page([]));
  const query = clientOf(fetch)
    .tables.data.query<{ a: number; b: string }>('t')
    .search('x')
    .filter({ a: { gte: 1 } });
  await query
    .filter('b', 'y')
    .filter('b', 'ilike', 'z%')
    .select(['a', 'b'])
    .sort('a')
    .page(3)
    .pageSize(5)
    .execute();
  expect(parameters(sent[0]?.url)).toEqual({
    search: 'x',
    filter: JSON.stringify({ and: [{ a: { gte: 1 } }, { b: 'y' }, { b: { ilike: 'z%' } }] }),
    select: 'a,b',
    sort_by: 'a',
    sort_order: 'asc',
    page: '3',
    page_size: '5',
  });
});

it('sends a filter that is too long for a URL as a body', async () => {
  const { fetch, sent } = createFetch(() => page([]));
  const filter = { a: { in: Array.from({ length: 2000 }, (_, at) => at) } };
  await clientOf(fetch).tables.data.query<{ a: number }>('t').filter(filter).pageSize(7).execute();
  expect(sent[0]?.method).toBe('POST');
  expect(sent[0]?.url.pathname).toBe('/base/tables/t/data/query');
  expect(JSON.parse(sent[0]?.body ?? '')).toEqual({ filter, page_size: 7 });
});

it('goes on by cursor, and by page number where there is none', async () => {
  const answers = [page([1, 2], 'c1'), page([3, 4]), page([5])];
  const { fetch, sent } = createFetch((_, count) => answers[count - 1] ?? page([]));
  const all: unknown[] = [];
  for await (const { data } of clientOf(fetch).tables.data.query('t').pageSize(2).pages()) all.push(...data);
  expect(all).toEqual([1, 2, 3, 4, 5]);
  expect(sent.map(({ url }) => parameters(url))).toEqual([
    { page_size: '2' },
    { page_size: '2', cursor: 'c1', count: 'none' },
    { page_size: '2', page: '3', count: 'none' },
  ]);
});

it('reads no further page than is asked for', async () => {
  const { fetch, sent } = createFetch(() => page([1, 2], 'c'));
  for await (const row of clientOf(fetch).tables.data.query('t')) {
    expect(row).toBe(1);
    break;
  }
  expect(sent.map(({ url }) => parameters(url))).toEqual([{ page_size: '1000', count: 'none' }]);
});
