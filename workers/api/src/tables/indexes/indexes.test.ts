import type { Problem } from '@selfdb/server/testing/client';
import { rows } from '@selfdb/server/testing/postgres';
import type { TableIndex } from '@selfdb/shared/tables/definition';
import { expect, it } from 'vitest';
import { call, gatewayRequests } from '../../testing/client.ts';
import { createTable, insert, list, newName, type OwnTable } from '../../testing/tables.ts';

type Created = TableIndex & Problem;

const create = ({ id, owner }: OwnTable, json: unknown) =>
  call<Created>('POST', `/tables/${id}/indexes`, { token: owner.token, json });
const drop = ({ id, owner }: OwnTable, name: string) =>
  call<Problem>('DELETE', `/tables/${id}/indexes/${encodeURIComponent(name)}`, { token: owner.token });
const namesOf = async ({ id, owner }: OwnTable) =>
  (await call<TableIndex[]>('GET', `/tables/${id}/indexes`, { token: owner.token })).body.map(
    ({ name }) => name,
  );

it('an index is created, listed and dropped, each in one gateway request', async () => {
  const table = await createTable({ a: { type: 'text' }, 'o"x': { type: 'integer' } });
  await list(table);
  const requests = await gatewayRequests(async () => {
    const { status, body } = await create(table, { columns: ['o"x', 'a'], unique: true });
    expect(status).toBe(201);
    expect(body).toEqual({
      name: `${table.name}_o"x_a_idx`,
      columns: ['o"x', 'a'],
      include: [],
      unique: true,
      primary: false,
      valid: true,
      method: 'btree',
      predicate: null,
      definition: expect.stringContaining('CREATE UNIQUE INDEX'),
    });
  });
  expect(requests).toBe(1);
  expect(await namesOf(table)).toContain(`${table.name}_o"x_a_idx`);
  expect((await drop(table, `${table.name}_o"x_a_idx`)).status).toBe(204);
  expect(await namesOf(table)).toEqual([`${table.name}_pkey`]);
});

it('an index has the name and the method that were asked for', async () => {
  const table = await createTable({ tags: { type: 'text[]' } });
  const name = `${newName()} "x"`;
  const { body } = await create(table, { columns: ['tags'], method: 'gin', name });
  expect(body).toMatchObject({ name, method: 'gin' });
  expect((await create(table, { columns: ['tags'], method: 'gin', name })).status).toBe(409);
  expect((await create(table, { columns: ['tags'], method: 'gin' })).body.name).toBe(
    `${table.name}_tags_idx`,
  );
  expect((await create(table, { columns: ['tags'], method: 'gin' })).body.name).toBe(
    `${table.name}_tags_idx1`,
  );
});

it('the indexes of constraints stay, with a sentence that says why', async () => {
  const table = await createTable({ code: { type: 'text', unique: true } });
  const other = await createTable({ a: { type: 'text' } });
  const key = await drop(table, `${table.name}_pkey`);
  expect([key.status, key.body.detail]).toEqual([409, expect.stringContaining('primary key')]);
  const unique = await drop(table, `${table.name}_code_key`);
  expect([unique.status, unique.body.detail]).toEqual([409, expect.stringContaining('constraint')]);
  await create(other, { columns: ['a'] });
  expect((await drop(table, `${other.name}_a_idx`)).status).toBe(404);
  expect(await namesOf(table)).toEqual([`${table.name}_pkey`, `${table.name}_code_key`]);
  expect(await namesOf(other)).toContain(`${other.name}_a_idx`);
});

it('an index that rows or types forbid is refused, with the field', async () => {
  const table = await createTable({ a: { type: 'text' }, b: { type: 'json' } });
  await insert(table, [{ a: 'x' }, { a: 'x' }]);
  const same = await create(table, { columns: ['a'], unique: true });
  expect([same.status, same.body.detail]).toEqual([409, 'Some rows hold the same value.']);
  for (const json of [
    { columns: ['b'] },
    { columns: ['none'] },
    { columns: [] },
    { columns: ['a'], unique: true, method: 'hash' },
    { columns: ['a', 'b'], method: 'hash' },
    { columns: ['a'], method: 'none' },
  ])
    expect((await create(table, json)).status, JSON.stringify(json)).toBe(422);
  expect(await namesOf(table)).toEqual([`${table.name}_pkey`]);
});

it('a column that becomes unique by an index finds rows at once', async () => {
  const table = await createTable({ code: { type: 'text' } });
  await insert(table, { code: 'x' });
  const read = () => call('GET', `/tables/${table.id}/data/x?id_column=code`, { token: table.owner.token });
  expect((await read()).status).toBe(422);
  await create(table, { columns: ['code'], unique: true });
  expect((await read()).status).toBe(200);
  await rows(`drop index public.${table.name}_code_idx`);
});
