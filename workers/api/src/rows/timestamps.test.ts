import { expect, it } from 'vitest';
import { call } from '../testing/client.ts';
import { createTable, insert, list, type Row } from '../testing/tables.ts';

it('a timestamp with an offset is stored in UTC', async () => {
  const table = await createTable({ at: { type: 'timestamp' }, many: { type: 'timestamp[]' } });
  const { body } = await insert(table, {
    at: '2026-01-31T10:00:00+02:00',
    many: ['2026-01-31T10:00:00-01:00'],
  });
  expect(body).toMatchObject({ at: '2026-01-31T08:00:00', many: ['2026-01-31T11:00:00'] });
  const path = `/tables/${table.id}/data/${body.id}`;
  const changed = await call<Row>('PATCH', path, {
    token: table.owner.token,
    json: { at: '2026-02-01T00:30:00+01:00' },
  });
  expect(changed.body).toMatchObject({ at: '2026-01-31T23:30:00' });
});

it('a timestamp without an offset is stored unchanged', async () => {
  const table = await createTable({ at: { type: 'timestamp' } });
  expect((await insert(table, { at: '2026-01-31T10:00:00.5' })).body).toMatchObject({
    at: '2026-01-31T10:00:00.5',
  });
});

it('a filter on a timestamp applies offsets too', async () => {
  const table = await createTable({ at: { type: 'timestamp' } });
  await insert(table, [{ at: '2026-01-31T08:00:00' }, { at: '2026-01-31T10:00:00' }]);
  const filter = JSON.stringify({ at: { eq: '2026-01-31T10:00:00+02:00' } });
  const { data } = (await list(table, { filter })).body;
  expect(data).toMatchObject([{ at: '2026-01-31T08:00:00' }]);
  expect(data).toHaveLength(1);
});
