import { expect, it } from 'vitest';
import { createTable, insertRows } from '../world/tables.ts';
import { admin } from '../world/users.ts';

interface Page {
  data: { title: string }[];
  next_cursor: string | null;
}

it.each(['asc', 'desc'])(
  'rows sorted by a text come as people look for it, page by page, %s',
  async (order) => {
    const table = await createTable(admin);
    const titles = ['zebra', 'Zebra', '10', 'apple', 'Äpfel', '9', 'zebra', 'Apple'];
    await insertRows(
      admin,
      table,
      titles.map((title) => ({ title })),
    );
    const found: string[] = [];
    let cursor: string | null = null;
    do {
      const query = { sort_by: 'title', sort_order: order, page_size: 3, ...(cursor ? { cursor } : {}) };
      const answer: { body: Page } = await admin.get<Page>(`/tables/${table.id}/data`, query);
      found.push(...answer.body.data.map(({ title }) => title));
      cursor = answer.body.next_cursor;
    } while (cursor !== null);
    const sorted = ['10', '9', 'Äpfel', 'apple', 'Apple', 'zebra', 'zebra', 'Zebra'];
    expect(found).toEqual(order === 'asc' ? sorted : sorted.toReversed());
  },
);

it('a filter without conditions is none, but changes nothing', async () => {
  const table = await createTable(admin);
  await insertRows(admin, table, [{ title: 'a' }, { title: 'b' }]);
  const rows = `/tables/${table.id}/data`;
  expect((await admin.get<Page>(rows, { filter: '{}' })).body.data).toHaveLength(2);
  expect((await admin.post<Page>(`${rows}/query`, { filter: {} })).body.data).toHaveLength(2);
  for (const filter of ['{}', '{"or":[{},{"title":"a"}]}', '']) {
    expect((await admin.call('DELETE', rows, { query: { filter } })).status).toBe(422);
    expect((await admin.call('PATCH', rows, { query: { filter }, json: { title: 'x' } })).status).toBe(422);
  }
  expect((await admin.get<Page>(rows)).body.data.map(({ title }) => title).toSorted()).toEqual(['a', 'b']);
});
