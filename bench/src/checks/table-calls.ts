import { randomUUID } from 'node:crypto';
import type { CallOptions } from '../api.ts';
import type { Bench } from '../bench.ts';
import type { Call } from './call.ts';
import { rowCalls } from './row-calls.ts';

const newName = (kind: string) => `${kind}_${randomUUID().replaceAll('-', '')}`;
const schema = { title: { type: 'text' }, code: { type: 'text', unique: true } };

/** Every kind of call under /tables, on a table of their own. */
export async function tableCalls({ api, world }: Bench): Promise<Call[]> {
  const own = <T>(path: string, options: CallOptions = {}) =>
    api<T>(path, { token: world.token, ...options });
  const create = () =>
    own<{ id: string }>('/tables/', { json: { name: newName('t'), table_schema: schema, public: false } });
  // Reading rows makes the worker remember the table; a change of the table makes it forget.
  const warm = (id: string) => own(`/tables/${id}/data?page_size=1&count=none`);
  const table = await create();
  let passing = table;
  let column = '';

  const prepare = () => warm(table.id);
  const makePassing = async () => {
    passing = await create();
    await warm(passing.id);
  };
  const addColumn = () => own(`/tables/${table.id}/columns`, { json: { name: column, type: 'integer' } });
  const nameColumn = async () => {
    column = newName('c');
    await warm(table.id);
  };
  const makeColumn = async () => {
    column = newName('c');
    await addColumn();
    await warm(table.id);
  };
  const columnPath = () => `/tables/${table.id}/columns/${column}`;

  return [
    { title: 'list tables', allowed: 1, call: () => own('/tables/') },
    { title: 'count tables', allowed: 1, call: () => own('/tables/count') },
    { title: 'create a table', allowed: 1, call: create },
    { title: 'read a table', allowed: 1, call: () => own(`/tables/${table.id}`) },
    {
      title: 'change a table',
      allowed: 1,
      prepare,
      call: () => own(`/tables/${table.id}`, { method: 'PATCH', json: { description: 'counted' } }),
    },
    {
      title: 'delete a table',
      allowed: 1,
      prepare: makePassing,
      call: () => own(`/tables/${passing.id}`, { method: 'DELETE' }),
    },
    { title: 'add a column', allowed: 1, prepare: nameColumn, call: addColumn },
    {
      title: 'change a column',
      allowed: 1,
      prepare: makeColumn,
      call: () => own(columnPath(), { method: 'PATCH', json: { type: 'bigint' } }),
    },
    {
      title: 'delete a column',
      allowed: 1,
      prepare: makeColumn,
      call: () => own(columnPath(), { method: 'DELETE' }),
    },
    ...(await rowCalls(own, table.id)),
  ];
}
