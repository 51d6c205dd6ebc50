import { randomUUID } from 'node:crypto';
import type { CallOptions } from '../api.ts';
import type { Call } from './call.ts';

type OwnCall = <T>(path: string, options?: CallOptions) => Promise<T>;

interface Row {
  id: string;
}

const newRow = () => ({ title: 'counted', code: randomUUID() });
const filter = encodeURIComponent(JSON.stringify({ title: { eq: 'nowhere' } }));

/** Every kind of call on the rows of a table, which has the columns `title` and, unique, `code`. */
export async function rowCalls(own: OwnCall, tableId: string): Promise<Call[]> {
  const path = `/tables/${tableId}/data`;
  const insert = () => own<Row>(path, { json: newRow() });
  const kept = newRow();
  const { id } = await own<Row>(path, { json: kept });
  await own(path, { json: [newRow(), newRow()] });
  const { next_cursor } = await own<{ next_cursor: string }>(`${path}?page_size=1`);
  let passing: Row = { id };

  const prepare = () => own(`${path}?page_size=1&count=none`);
  const makePassing = async () => {
    passing = await insert();
  };
  const kind = (title: string, call: Call['call'], before: Call['prepare'] = prepare): Call => ({
    title,
    allowed: 1,
    prepare: before,
    call,
  });

  return [
    kind('list rows, exact count', () => own(`${path}?page_size=20`)),
    kind('list rows, estimated count', () => own(`${path}?page_size=20&count=estimated`)),
    kind('list rows, no count', () => own(`${path}?page_size=20&count=none`)),
    kind('list rows, filter and search', () => own(`${path}?search=counted&filter=${filter}`)),
    kind('list rows from a cursor', () =>
      own(`${path}?page_size=1&cursor=${encodeURIComponent(next_cursor)}`),
    ),
    kind('read a row', () => own(`${path}/${id}`)),
    kind('read a row by another column', () => own(`${path}/${kept.code}?id_column=code`)),
    kind('insert a row', insert),
    kind('insert rows', () => own(path, { json: [newRow(), newRow()] })),
    kind('upsert a row', () => own(`${path}?on_conflict=code`, { json: kept })),
    kind('change a row', () => own(`${path}/${id}`, { method: 'PATCH', json: { title: 'changed' } })),
    kind('change rows by filter', () =>
      own(`${path}?filter=${filter}`, { method: 'PATCH', json: { title: 'x' } }),
    ),
    kind('delete a row', () => own(`${path}/${passing.id}`, { method: 'DELETE' }), makePassing),
    kind('delete rows by filter', () => own(`${path}?filter=${filter}`, { method: 'DELETE' })),
  ];
}
