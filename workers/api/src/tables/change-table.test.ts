import type { Problem } from '@selfdb/server/testing/client';
import { rows, value } from '@selfdb/server/testing/postgres';
import type { Table } from '@selfdb/shared/tables/schema';
import { describe, expect, it } from 'vitest';
import { call, gatewayRequests } from '../testing/client.ts';
import { createAdmin } from '../testing/people.ts';
import { contents, createTable, insert, list, newName, type OwnTable } from '../testing/tables.ts';

type Answered = Table & Problem;

const patchTable = ({ id, owner }: OwnTable, json: unknown) =>
  call<Answered>('PATCH', `/tables/${id}`, { token: owner.token, json });
const addColumn = ({ id, owner }: OwnTable, json: unknown) =>
  call<Answered>('POST', `/tables/${id}/columns`, { token: owner.token, json });
const patchColumn = ({ id, owner }: OwnTable, column: string, json: unknown) =>
  call<Answered>('PATCH', `/tables/${id}/columns/${encodeURIComponent(column)}`, {
    token: owner.token,
    json,
  });
const dropColumn = ({ id, owner }: OwnTable, column: string) =>
  call<Problem>('DELETE', `/tables/${id}/columns/${encodeURIComponent(column)}`, { token: owner.token });

describe('a table', () => {
  it('gets a new description, in one round trip', async () => {
    const table = await createTable({});
    await list(table);
    const change = { description: 'x', metadata: { a: 1 }, public: true, realtime_enabled: true };
    expect(await gatewayRequests(() => patchTable(table, change))).toBe(1);
    const { body } = await call<Table>('GET', `/tables/${table.id}`);
    expect(body).toEqual({
      ...table.table,
      ...change,
      access: 'public',
      realtime: true,
      updated_at: body.updated_at,
    });
    expect(body.updated_at > table.table.updated_at).toBe(true);
    expect((await patchTable(table, { description: null })).body).toMatchObject({
      description: null,
      metadata: { a: 1 },
    });
  });

  it('is renamed with its rows, and its old name is free', async () => {
    const table = await createTable({ t: { type: 'text' } });
    await insert(table, { t: 'x' });
    const name = newName();
    expect((await patchTable(table, { name })).body).toMatchObject({ id: table.id, name });
    expect((await list(table)).body.data).toMatchObject([{ t: 'x' }]);
    const other = await createTable({}, { name: table.name });
    expect((await list(other)).body.data).toEqual([]);
    expect((await patchTable(table, { name: other.name })).status).toBe(409);
    expect((await list(table)).body.data).toMatchObject([{ t: 'x' }]);
    expect((await patchTable(table, { name })).status).toBe(200);
  });

  it.each([
    ['{"owner_id":"x"}', 'owner_id'],
    ['{"table_schema":{}}', 'table_schema'],
    ['{"version":5}', 'version'],
    ['{"__proto__":{"public":true}}', '__proto__'],
    ['{"name":"A b"}', 'name'],
    ['{"public":"yes"}', 'public'],
    ['{"metadata":[]}', 'metadata'],
  ])('is not changed by %s', async (body, field) => {
    const table = await createTable({});
    const answer = await call<Problem>('PATCH', `/tables/${table.id}`, { token: table.owner.token, body });
    expect([answer.status, answer.body.detail]).toEqual([
      422,
      [expect.objectContaining({ loc: ['body', field] })],
    ]);
    expect((await call('GET', `/tables/${table.id}`, { token: table.owner.token })).body).toEqual(
      table.table,
    );
  });

  it('is dropped with its rows and its entry, unless others refer to it', async () => {
    const parent = await createTable({});
    const child = await createTable(
      { p: { type: 'uuid', references: parent.name } },
      { owner: parent.owner },
    );
    const drop = ({ id }: OwnTable) => call('DELETE', `/tables/${id}`, { token: parent.owner.token });
    expect((await drop(parent)).status).toBe(409);
    expect((await list(parent)).status).toBe(200);
    expect((await drop(child)).status).toBe(200);
    expect((await drop(parent)).status).toBe(200);
    expect((await drop(parent)).status).toBe(404);
    expect(
      await value('select count(*)::int from selfdb.tables where id = any($1)', [[parent.id, child.id]]),
    ).toBe(0);
    expect(await value('select to_regclass($1)', [`public.${parent.name}`])).toBeNull();
  });

  it('has its rows counted, exactly while it is small', async () => {
    const table = await createTable({ n: { type: 'integer' } });
    await insert(table, [{ n: 1 }, { n: 2 }]);
    expect((await call('GET', `/tables/${table.id}`, { token: table.owner.token })).body).toMatchObject({
      row_count: 2,
    });
    await rows(
      `insert into public.${table.name} (n) select g from generate_series(1, 100000) g; analyze public.${table.name}`,
    );
    const { body } = await call<Table>('GET', `/tables/${table.id}`, { token: table.owner.token });
    expect(Math.abs(body.row_count - 100_002)).toBeLessThan(5_000);
  });
});

describe('a column', () => {
  it('is added, and existing rows get its default', async () => {
    const table = await createTable({});
    await insert(table, {});
    const { status, body } = await addColumn(table, {
      name: 'Wide "Name"',
      type: 'integer',
      nullable: false,
      default_value: 5,
      unique: true,
    });
    expect(status).toBe(200);
    expect(body.table_schema['Wide "Name"']).toEqual({
      type: 'integer',
      nullable: false,
      default: 5,
      unique: true,
    });
    expect((await list(table)).body.data).toMatchObject([{ 'Wide "Name"': 5 }]);
    expect(await gatewayRequests(() => addColumn(table, { name: 'one more', type: 'text' }))).toBe(1);
  });

  it.each<[string, unknown, number]>([
    ['of a taken name', { name: 'n', type: 'text' }, 409],
    ['without nulls where rows have none', { name: 'x', type: 'text', nullable: false }, 409],
    [
      'that is unique where rows get the same',
      { name: 'x', type: 'text', unique: true, default_value: 'a' },
      409,
    ],
    ['with a wrong default', { name: 'x', type: 'integer', default_value: 'a' }, 422],
    ['called like a system column', { name: 'xmin', type: 'text' }, 422],
    ['without a type', { name: 'x' }, 422],
    ['of an unknown type', { name: 'x', type: 'monney' }, 422],
    ['without a name', { type: 'text' }, 422],
    ['of an empty name', { name: '', type: 'text' }, 422],
    ['of a name that is too long', { name: 'x'.repeat(64), type: 'text' }, 422],
    ['that is the primary key', { name: 'x', type: 'text', primary_key: true }, 422],
    ['that refers to nothing', { name: 'x', type: 'uuid', references: 'no_such' }, 422],
  ])('%s is not added', async (_what, json, expected) => {
    const table = await createTable({ n: { type: 'integer' } });
    await insert(table, [{}, {}]);
    const { status, text } = await addColumn(table, json);
    expect([status, text]).toEqual([expected, text]);
    expect((await call('GET', `/tables/${table.id}`, { token: table.owner.token })).body).toEqual({
      ...table.table,
      row_count: 2,
    });
  });

  it.each(['a b', 'a"b', "a'b", 'a,b', '__proto__', 'constructor', 'é'.repeat(31), '%', '💡', '.', 'A'])(
    'may be called %s: added, renamed, changed and dropped',
    async (name) => {
      const table = await createTable({});
      expect((await addColumn(table, { name, type: 'integer' })).status).toBe(200);
      const body = JSON.stringify({ [`${name}`]: 1 });
      const written = await insert(table, name === '__proto__' ? '{"__proto__":1}' : body);
      expect(written.status).toBe(201);
      if (name === '.') return;
      expect((await patchColumn(table, name, { new_name: 'n' })).status).toBe(200);
      expect(
        (await patchColumn(table, 'n', { new_name: name, type: 'text', default_value: 'x' })).status,
      ).toBe(200);
      expect((await list(table)).text).toContain(`${JSON.stringify(name)}:"1"`);
      expect((await dropColumn(table, name)).status).toBe(200);
    },
  );

  it('is renamed and keeps its values', async () => {
    const table = await createTable({ a: { type: 'text', unique: true }, b: { type: 'text' } });
    await insert(table, { a: 'x' });
    expect((await patchColumn(table, 'a', { new_name: 'c' })).body.table_schema).toHaveProperty(
      'c.unique',
      true,
    );
    expect((await list(table)).body.data).toMatchObject([{ c: 'x', b: null }]);
    expect((await patchColumn(table, 'c', { new_name: 'c' })).status).toBe(200);
    expect((await patchColumn(table, 'c', { new_name: 'b' })).status).toBe(409);
    expect((await patchColumn(table, 'c', { new_name: 'xmax' })).status).toBe(422);
    expect((await patchColumn(table, 'a', { new_name: 'd' })).status).toBe(404);
  });

  it('changes its nullability when the rows allow it', async () => {
    const table = await createTable({ a: { type: 'text' } });
    await insert(table, {});
    expect((await patchColumn(table, 'a', { nullable: false })).status).toBe(409);
    await rows(`update public.${table.name} set a = 'x'`);
    expect((await patchColumn(table, 'a', { nullable: false })).body.table_schema.a?.nullable).toBe(false);
    expect((await patchColumn(table, 'a', { nullable: true })).body.table_schema.a?.nullable).toBe(true);
    expect((await patchColumn(table, 'id', { nullable: true })).status).toBe(422);
  });

  it('changes its default, without effect on existing rows', async () => {
    const table = await createTable({ a: { type: 'integer', default: 1 } });
    await insert(table, {});
    expect((await patchColumn(table, 'a', { default_value: 2 })).body.table_schema.a?.default).toBe(2);
    await insert(table, {});
    expect((await patchColumn(table, 'a', { default_value: null })).body.table_schema.a).not.toHaveProperty(
      'default',
    );
    await insert(table, {});
    expect((await contents(table.name)).map(({ a }) => a)).toEqual([1, 2, null]);
    const wrong = await patchColumn(table, 'a', { default_value: 'x' });
    expect([wrong.status, wrong.body.code]).toEqual([422, 'validation_error']);
  });

  it('is dropped, unless it is the primary key or used by a view', async () => {
    const table = await createTable({ a: { type: 'text' }, b: { type: 'text' } });
    await rows(`create view public.v_${table.name} as select b from public.${table.name}`);
    expect((await dropColumn(table, 'a')).status).toBe(200);
    expect((await dropColumn(table, 'a')).status).toBe(404);
    for (const column of ['id', 'b']) {
      const { status, body } = await dropColumn(table, column);
      expect([status, body.code]).toEqual([409, 'conflict']);
    }
    expect((await patchColumn(table, 'b', { type: 'varchar' })).status).toBe(409);
    expect((await list(table)).status).toBe(200);
  });

  it('that a generated column uses keeps its type', async () => {
    const table = await createTable({ a: { type: 'integer' } });
    await rows(`alter table public.${table.name} add column g int generated always as (a + 1) stored`);
    for (const column of ['a', 'g']) {
      const { status, text } = await patchColumn(table, column, { type: 'bigint' });
      expect([column, [200, 409, 422].includes(status), text]).toEqual([column, true, text]);
    }
    expect((await dropColumn(table, 'g')).status).toBe(200);
  });

  it('updated_at may be renamed or dropped, and rows can still be changed', async () => {
    for (const change of [
      (t: OwnTable) => patchColumn(t, 'updated_at', { new_name: 'u' }),
      (t: OwnTable) => dropColumn(t, 'updated_at'),
    ]) {
      const table = await createTable({ n: { type: 'integer' } });
      await insert(table, { n: 1 });
      expect((await change(table)).status).toBeLessThan(300);
      await rows(`update public.${table.name} set n = 2`);
      expect((await list(table)).body.data).toMatchObject([{ n: 2 }]);
    }
  });
});

describe('changes of one table at the same time', () => {
  it('all succeed, one after the other', async () => {
    const table = await createTable({});
    const added = Array.from({ length: 12 }, (_, i) => `c${i}`);
    const answers = await Promise.all(added.map((name) => addColumn(table, { name, type: 'text' })));
    expect(answers.map(({ status }) => status)).toEqual(added.map(() => 200));
    const { body } = await call<Table>('GET', `/tables/${table.id}`, { token: table.owner.token });
    expect(Object.keys(body.table_schema)).toEqual(expect.arrayContaining(added));
    expect(await value('select version::int from selfdb.tables where id = $1', [table.id])).toBe(13);
  });

  it('to one column: one succeeds, the others are refused', async () => {
    const table = await createTable({ a: { type: 'integer' } });
    const renames = await Promise.all(
      ['b', 'c', 'd', 'e'].map((new_name) => patchColumn(table, 'a', { new_name })),
    );
    expect(renames.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404]);
    const drops = await Promise.all(
      [1, 2, 3].map(() => call('DELETE', `/tables/${table.id}`, { token: table.owner.token })),
    );
    expect(drops.map(({ status }) => status).sort()).toEqual([200, 404, 404]);
  });

  it('to one column: each starts from the result of the one before', async () => {
    for (let i = 0; i < 5; i++) {
      const table = await createTable({ a: { type: 'integer', default: 1 } });
      await list(table);
      const changes = [{ type: 'bigint' }, { type: 'text' }, { default_value: '7' }, { type: 'numeric' }];
      const answers = await Promise.all(changes.map((change) => patchColumn(table, 'a', change)));
      expect(answers.map(({ status, text }) => (status === 200 ? status : text))).toEqual([
        200, 200, 200, 200,
      ]);
      expect(String((await insert(table, {})).body.a)).toBe('7');
    }
  });

  it('and its rows: every answer is right', async () => {
    const table = await createTable({ n: { type: 'integer' } });
    await insert(table, [{ n: 1 }, { n: 2 }]);
    const churn = async () => {
      for (let i = 0; i < 6; i++) {
        expect((await addColumn(table, { name: `x${i}`, type: 'text' })).status).toBe(200);
        expect((await dropColumn(table, `x${i}`)).status).toBe(200);
      }
    };
    const look = async () => {
      for (let i = 0; i < 20; i++) {
        const { status, body } = await list(table, { filter: '{"n":{"gt":0}}', sort_by: 'n' });
        expect([200, 503]).toContain(status);
        if (status === 200) expect(body.data.map(({ n }) => n)).toEqual([2, 1]);
      }
    };
    await Promise.all([churn(), look(), look()]);
  });
});

describe('an ADMIN', () => {
  it('may change tables of others, which keep their owners', async () => {
    const [table, admin] = [await createTable({ n: { type: 'integer' } }), await createAdmin()];
    const { status, body } = await call<Table>('PATCH', `/tables/${table.id}`, {
      token: admin.token,
      json: { public: true },
    });
    expect([status, body.owner_id]).toEqual([200, table.owner.userId]);
  });
});
