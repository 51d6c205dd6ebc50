import { beforeAll, describe, expect, it } from 'vitest';
import { call } from '../testing/client.ts';
import { createTable, insert, list, type OwnTable } from '../testing/tables.ts';

let table: OwnTable;

beforeAll(async () => {
  table = await createTable({
    id: { type: 'integer' },
    age: { type: 'integer' },
    name: { type: 'text' },
    ok: { type: 'boolean' },
    big: { type: 'bigint' },
    exact: { type: 'numeric' },
    tags: { type: 'text[]' },
    numbers: { type: 'integer[]' },
    doc: { type: 'jsonb' },
    raw: { type: 'json' },
    at: { type: 'timestamptz' },
    key: { type: 'uuid' },
    not: { type: 'boolean' },
    'Wide "N"': { type: 'text' },
  });
  const { status, text } = await insert(
    table,
    `[{"id":1,"age":17,"name":"Ann","ok":true,"big":9007199254740993,"exact":0.1,"tags":["a","b"],"numbers":[1,2],
       "doc":{"a":1,"b":[1,2]},"raw":{"a":1},"at":"2020-01-01T00:00:00Z","key":"018F0000-0000-7000-8000-00000000000A","not":true,"Wide \\"N\\"":"x"},
      {"id":2,"age":18,"name":"50%_\\\\","ok":false,"big":9007199254740992,"exact":0.30000000000000000001,"tags":[],"numbers":[3],
       "doc":"text","raw":[1],"at":"2021-01-01T00:00:00+02:00","key":null,"not":false,"Wide \\"N\\"":null},
      {"id":3,"age":null,"name":null,"ok":null,"big":null,"exact":null,"tags":null,"numbers":null,"doc":null,"raw":null,"at":null}]`,
  );
  if (status !== 201) throw new Error(text);
});

async function find(filter: string): Promise<unknown> {
  const { status, body, text } = await list(table, { filter, sort_order: 'asc', select: 'id' });
  return status === 200 ? body.data.map(({ id }) => id) : text;
}

it.each<[string, number[]]>([
  ['{"age":17}', [1]],
  ['{"age":{"eq":"17"}}', [1]],
  ['{"age":null}', [3]],
  ['{"age":{"neq":17}}', [2]],
  ['{"age":{"neq":null}}', [1, 2]],
  ['{"age":{"gt":17}}', [2]],
  ['{"age":{"gte":17}}', [1, 2]],
  ['{"age":{"lt":18}}', [1]],
  ['{"age":{"lte":18,"gt":17}}', [2]],
  ['{"age":{"in":[17,18,99]}}', [1, 2]],
  ['{"age":{"in":[]}}', []],
  ['{"age":{"nin":[17]}}', [2]],
  ['{"age":{"nin":[]}}', [1, 2, 3]],
  ['{"age":{"is":"null"}}', [3]],
  ['{"age":{"is":"not_null"}}', [1, 2]],
  ['{"age":{"like":"1%"}}', [1, 2]],
  ['{"age":{"contains":7}}', [1]],
  ['{"name":{"like":"a%"}}', []],
  ['{"name":{"ilike":"a%"}}', [1]],
  ['{"name":{"like":"50\\\\%%"}}', [2]],
  ['{"name":{"like":"%\\\\"}}', [2]],
  ['{"name":{"contains":"%_"}}', [2]],
  ['{"name":{"contains":"\\\\"}}', [2]],
  ['{"name":{"eq":"x\' or true --"}}', []],
  ['{"name":{"in":["Ann","{NULL}","NULL"]}}', [1]],
  ['{"ok":true}', [1]],
  ['{"ok":{"is":"true"}}', [1]],
  ['{"ok":{"is":"false"}}', [2]],
  ['{"ok":{"in":[true,false]}}', [1, 2]],
  ['{"not":{"is":"true"}}', [1]],
  ['{"not":{"age":17}}', [2]],
  ['{"big":9007199254740993}', [1]],
  ['{"big":{"gt":9007199254740992}}', [1]],
  ['{"exact":0.10}', [1]],
  ['{"exact":{"gt":0.3}}', [2]],
  ['{"exact":{"lt":1e400}}', [1, 2]],
  ['{"tags":{"contains":"a"}}', [1]],
  ['{"tags":{"contains":["b","a"]}}', [1]],
  ['{"tags":{"contains":[]}}', [1, 2]],
  ['{"tags":{"eq":["a","b"]}}', [1]],
  ['{"tags":["a","b"]}', [1]],
  ['{"tags":{"eq":[]}}', [2]],
  ['{"numbers":{"contains":[1]}}', [1]],
  ['{"numbers":{"contains":3}}', [2]],
  ['{"doc":{"contains":{"b":[2]}}}', [1]],
  ['{"doc":{"eq":{"b":[1,2],"a":1.0}}}', [1]],
  ['{"doc":{"eq":"text"}}', [2]],
  ['{"doc":{"in":["text",{"a":1,"b":[1,2]}]}}', [1, 2]],
  ['{"raw":{"eq":{"a":1}}}', [1]],
  ['{"raw":{"contains":[1]}}', [2]],
  ['{"raw":{"is":"null"}}', [3]],
  ['{"at":{"gte":"2020-12-31T22:00:00Z"}}', [2]],
  ['{"at":{"lt":"2020-12-31T22:00:00Z"}}', [1]],
  ['{"key":"018f0000-0000-7000-8000-00000000000a"}', [1]],
  ['{"Wide \\"N\\"":{"ilike":"X"}}', [1]],
  ['{"or":[{"age":17},{"name":{"contains":"50"}}]}', [1, 2]],
  ['{"or":[{"age":17,"ok":false},{"age":null}]}', [3]],
  ['{"and":[{"age":{"gt":1}},{"or":[{"ok":true},{"ok":null}]}]}', [1]],
  ['{"not":{"or":[{"age":17},{"age":{"is":"null"}}]}}', [2]],
  ['{"not":{"not":{"not":{"age":17}}}}', [2]],
  ['{"age":{"gt":1},"or":[{"ok":false}]}', [2]],
])('%s finds %j', async (filter, ids) => {
  expect(await find(filter)).toEqual(ids);
});

it.each([
  ['{"age":"x"}', ['age', 'eq']],
  ['{"age":1.5}', ['age', 'eq']],
  ['{"age":1e400}', ['age', 'eq']],
  ['{"age":99999999999}', ['age', 'eq']],
  ['{"age":true}', ['age', 'eq']],
  ['{"age":{"in":[1,"x"]}}', ['age', 'in']],
  ['{"name":"y","age":{"gt":"x"}}', ['age', 'gt']],
  ['{"ok":"perhaps"}', ['ok', 'eq']],
  ['{"ok":{"is":"maybe"}}', ['ok', 'is']],
  ['{"key":"x"}', ['key', 'eq']],
  ['{"at":"yesterday evening"}', ['at', 'eq']],
  ['{"at":"2020-13-45"}', ['at', 'eq']],
  ['{"tags":{"eq":"{a"}}', ['tags', 'eq']],
  ['{"numbers":{"contains":["x"]}}', ['numbers', 'contains']],
  ['{"tags":{"in":["a"]}}', ['tags', 'in']],
  ['{"tags":[["a"],["b","c"]]}', ['tags', 'eq']],
  ['{"nope":1}', ['nope']],
  ['{"age":{"between":[1,2]}}', ['age', 'between']],
])('%s is refused, with the location', async (filter, loc) => {
  const { status, body } = await list(table, { filter });
  expect([status, body.code]).toEqual([422, 'validation_error']);
  expect(body.detail).toMatchObject([{ loc: ['query', 'filter', ...loc] }]);
});

describe('a filter decides what is changed', () => {
  const where = (filter: string) => `?filter=${encodeURIComponent(filter)}`;

  it('and how many', async () => {
    const own = await createTable({ n: { type: 'integer' } });
    await insert(own, [{ n: 1 }, { n: 2 }, { n: 3 }]);
    const { token } = own.owner;
    const path = `/tables/${own.id}/data`;
    const patched = await call('PATCH', `${path}${where('{"n":{"gte":2}}')}`, { token, json: { n: 9 } });
    expect([patched.status, patched.body]).toEqual([200, { count: 2 }]);
    const deleted = await call('DELETE', `${path}${where('{"n":9}')}`, { token });
    expect([deleted.status, deleted.body]).toEqual([200, { count: 2 }]);
    const none = await call('DELETE', `${path}${where('{"n":9}')}`, { token });
    expect([none.status, none.body]).toEqual([200, { count: 0 }]);
    expect((await list(own)).body.data).toMatchObject([{ n: 1 }]);
  });

  it.each(['', '?filter=', '?filter={}', where('{"or":[{}]}'), where('{"n":1}').replace('filter', 'Filter')])(
    'and nothing is when it is "%s"',
    async (query) => {
      const own = await createTable({ n: { type: 'integer' } });
      await insert(own, [{ n: 1 }]);
      const { token } = own.owner;
      const path = `/tables/${own.id}/data${query}`;
      expect((await call('DELETE', path, { token })).status).toBe(422);
      expect((await call('PATCH', path, { token, json: { n: 2 } })).status).toBe(422);
      expect((await list(own)).body.data).toMatchObject([{ n: 1 }]);
    },
  );
});
