import type { Problem } from '@selfdb/server/testing/client';
import { ENDINGS } from '@selfdb/server/testing/people';
import { rows, value } from '@selfdb/server/testing/postgres';
import { parseColumnType } from '@selfdb/shared/column-types/parse-type';
import type { Table } from '@selfdb/shared/tables/schema';
import { describe, expect, it } from 'vitest';
import { call, gatewayRequests } from '../testing/client.ts';
import { createPerson } from '../testing/people.ts';
import { createTable, insert, newName, type Row } from '../testing/tables.ts';

it('a new table is returned as in the contract, in one round trip', async () => {
  const owner = await createPerson();
  const json = {
    name: newName(),
    table_schema: {
      title: { type: 'text', nullable: false, unique: true },
      'Wide Name': { type: 'double', default: 1.5 },
      tags: { type: 'text[]' },
    },
    description: 'é "quoted"',
    metadata: { icon: '★', n: [1, null] },
    realtime_enabled: true,
  };
  expect(
    await gatewayRequests(async () => {
      const { status, body } = await call<Table>('POST', '/tables/', { token: owner.token, json });
      expect(status).toBe(201);
      expect(body).toEqual({
        ...json,
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
        schema_name: 'public',
        realtime: true,
        columns: Object.entries(body.table_schema).map(([name, column]) => ({ name, ...column })),
        public: false,
        access: 'owner',
        owner_id: owner.userId,
        row_count: 0,
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        updated_at: body.created_at,
        table_schema: {
          id: { type: 'uuid', nullable: false, default: 'uuidv7()', unique: true, primary_key: true },
          title: { type: 'text', nullable: false, unique: true },
          'Wide Name': { type: 'double precision', nullable: true, default: 1.5 },
          tags: { type: 'text[]', nullable: true },
          created_at: { type: 'timestamp with time zone', nullable: false, default: 'now()' },
          updated_at: { type: 'timestamp with time zone', nullable: false, default: 'now()' },
        },
      });
      expect((await call('GET', `/tables/${body.id}`, { token: owner.token })).body).toEqual(body);
    }),
  ).toBe(2);
});

it.each([
  'text',
  'varchar',
  'integer',
  'bigint',
  'smallint',
  'boolean',
  'timestamp',
  'timestamptz',
  'date',
  'time',
  'numeric',
  'real',
  'double',
  'jsonb',
  'json',
  'uuid',
  'bytea',
])('a column may be of type %s, and of an array of it', async (type) => {
  const { table } = await createTable({
    a: { type },
    b: { type: `${type}[]` },
    c: { type: type.toUpperCase() },
  });
  const shown = parseColumnType(type).sql;
  expect(table.table_schema).toMatchObject({
    a: { type: shown },
    b: { type: `${shown}[]` },
    c: { type: shown },
  });
});

it.each<[string, unknown, unknown]>([
  ['text', "it's", "it's"],
  ['text', "'quoted'", 'quoted'],
  ['text', 'now()', 'now()'],
  ['varchar', 'a\\b', 'a\\b'],
  ['integer', -5, -5],
  ['bigint', '9007199254740993', '9007199254740993'],
  ['numeric', 0.1, 0.1],
  ['boolean', true, true],
  ['date', '2020-01-01', '2020-01-01'],
  ['jsonb', { a: [1, 'x'] }, { a: [1, 'x'] }],
  ['json', 'x', 'x'],
  ['text[]', ['a,b', '"'], ['a,b', '"']],
  ['integer[]', [[1, 2]], [[1, 2]]],
  ['text', null, null],
])('a default for %s may be %j', async (type, byDefault, inserted) => {
  const table = await createTable({ c: { type, default: byDefault } });
  const { text } = await insert(table, {});
  const expected = type === 'bigint' ? inserted : JSON.stringify(inserted);
  expect(text.replaceAll(', ', ',').replaceAll(': ', ':')).toContain(`"c":${expected}`);
});

it('a default may be the time of the insert, or a new uuid', async () => {
  const names = ['now()', 'CURRENT_TIMESTAMP', 'localtimestamp', 'clock_timestamp()'];
  const columns = Object.fromEntries(
    names.map((name, i) => [`t${i}`, { type: 'timestamptz', default: name }]),
  );
  const table = await createTable({
    ...columns,
    d: { type: 'date', default: 'current_date' },
    t: { type: 'time', default: 'localtime' },
    u: { type: 'uuid', default: 'gen_random_uuid()' },
  });
  const { body } = await insert<Row[]>(table, [{}, {}]);
  expect(Object.values(body[0] ?? {})).not.toContain(null);
  expect(body[0]?.u).not.toBe(body[1]?.u);
});

describe('the standard columns', () => {
  it('keep updated_at current, and nothing else', async () => {
    const table = await createTable({
      n: { type: 'integer' },
      doc: { type: 'json' },
      big: { type: 'numeric' },
    });
    const { body } = await insert(table, '{"n":1,"doc":{"a": 1.50},"big":0.10}');
    const before = await value(`select to_json(t)::text from public.${table.name} t`);
    await rows(`update public.${table.name} set n = 2`);
    const after = String(await value(`select to_json(t)::text from public.${table.name} t`));
    expect(after.replace('"n":2', '"n":1').replace(/"updated_at":".*?"/, '')).toBe(
      String(before).replace(/"updated_at":".*?"/, ''),
    );
    const [row] = await rows(`select updated_at > created_at as later from public.${table.name}`);
    expect([row?.later, body.n]).toEqual([true, 1]);
  });

  it('are left alone when they are declared', async () => {
    const table = await createTable({ updated_at: { type: 'text' }, created_at: { type: 'date' } });
    await insert(table, { updated_at: 'never' });
    await rows(`update public.${table.name} set created_at = now()`);
    expect(await value(`select updated_at from public.${table.name}`)).toBe('never');
  });

  it.each([
    ['uuid', /^"[0-9a-f-]{36}"$/],
    ['text', /^"[0-9a-f-]{36}"$/],
    ['integer', /^1$/],
    ['bigint', /^1$/],
    ['smallint', /^1$/],
  ])('an id that is declared as %s gets a default and is the key', async (type, form) => {
    for (const more of [{}, { primary_key: true }]) {
      const table = await createTable({ id: { type, ...more } });
      expect(table.table.table_schema.id).toMatchObject({ type, primary_key: true, nullable: false });
      expect(JSON.stringify((await insert(table, {})).body.id)).toMatch(form);
    }
  });

  it('leave the primary key to one or several other columns', async () => {
    const key = { type: 'text', primary_key: true };
    const { table } = await createTable({ b: key, a: key });
    expect(table.table_schema).toMatchObject({ a: { primary_key: true }, b: { primary_key: true } });
    expect(table.table_schema.id).toMatchObject({ unique: true, nullable: false });
    expect(table.table_schema.id).not.toHaveProperty('primary_key');
  });
});

it('a name that is taken is 409, for any owner and kind of object', async () => {
  const [own, other] = [await createTable({}), await createPerson()];
  const view = newName();
  await rows(`create view public.${view} as select 1 as x; create type public.t_${view} as enum ('a')`);
  for (const name of [own.name, view, `t_${view}`]) {
    const answer = await call<Problem>('POST', '/tables', {
      token: other.token,
      json: { name, table_schema: {} },
    });
    expect([answer.status, answer.body.code]).toEqual([409, 'conflict']);
  }
  expect((await call('GET', `/tables/${own.id}`, { token: own.owner.token })).status).toBe(200);
});

it('of 50 requests that create one name at the same time, one succeeds', async () => {
  const [owner, name] = [await createPerson(), newName()];
  const json = { name, table_schema: { a: { type: 'text' } } };
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => call<Problem>('POST', '/tables', { token: owner.token, json })),
  );
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([201, ...Array(49).fill(409)]);
  expect(answers.find(({ status }) => status === 409)?.body.detail).toBe('The name is taken.');
  expect(
    await value('select count(*)::int from selfdb.tables where relid = $1::regclass', [`public.${name}`]),
  ).toBe(1);
});

it('anonymous callers and ended sessions create nothing', async () => {
  const name = newName();
  const json = { name, table_schema: {} };
  expect((await call('POST', '/tables', { json })).status).toBe(401);
  for (const [, ending] of ENDINGS) {
    const person = await createPerson();
    await rows(ending, [person.userId]);
    expect((await call('POST', '/tables', { token: person.token, json })).status).toBe(401);
  }
  expect(await value('select to_regclass($1)', [`public.${name}`])).toBeNull();
});
