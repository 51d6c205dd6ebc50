import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectInvalid, expectNames, expectProblem, expectStatus } from '../expectations.ts';
import { createTable, insertRows, readPage, sqlValue, type Table } from '../world/tables.ts';
import { admin, anyone, createPerson, type Person, UNKNOWN_ID } from '../world/users.ts';

let owner: Person;
let stranger: Person;
let table: Table;

beforeAll(async () => {
  [owner, stranger] = [await createPerson(), await createPerson()];
});
beforeEach(async () => {
  table = await createTable(owner, {
    table_schema: { title: { type: 'text', nullable: true }, size: { type: 'text', nullable: true } },
  });
});

const add = (column: object) => owner.post<Table>(`/tables/${table.id}/columns`, column);
const change = (name: string, column: object) =>
  owner.patch<Table>(`/tables/${table.id}/columns/${encodeURIComponent(name)}`, column);
const drop = (name: string) => owner.del<Table>(`/tables/${table.id}/columns/${encodeURIComponent(name)}`);
const schema = async () => (await owner.get<Table>(`/tables/${table.id}`)).body.table_schema;

describe('POST /tables/{id}/columns', () => {
  it('adds a column and answers the table object', async () => {
    await insertRows(owner, table, [{ title: 'old' }]);
    const answer = await add({ name: 'Stock Level', type: 'integer', nullable: false, default_value: 3 });
    expectStatus(answer, 200, 201);
    expect(answer.body.table_schema['Stock Level']).toMatchObject({ type: 'integer', nullable: false });
    expect(answer.body).toMatchObject({ id: table.id, name: table.name });
    const page = await readPage(owner, table);
    expect(page.data[0]).toMatchObject({ title: 'old', 'Stock Level': 3 });
  });

  it('makes it unique when asked', async () => {
    expectStatus(await add({ name: 'code', type: 'text', unique: true }), 200, 201);
    await insertRows(owner, table, [{ code: 'a' }]);
    const answer = await owner.post(`/tables/${table.id}/data`, { code: 'a' });
    expectProblem(answer, 409);
    expectNames(answer, 'code');
  });

  it('answers 409 for a column that exists, and changes nothing', async () => {
    const before = await schema();
    expectProblem(await add({ name: 'title', type: 'integer' }), 409);
    expect(await schema()).toEqual(before);
  });

  it('cannot add a column without a default that must not be null to a table with rows', async () => {
    await insertRows(owner, table, [{ title: 'old' }]);
    expectProblem(await add({ name: 'must', type: 'text', nullable: false }), 409, 422);
    expect(await schema()).not.toHaveProperty('must');
  });

  it.each([
    [{ name: '', type: 'text' }, 'name'],
    [{ name: 'x'.repeat(64), type: 'text' }, 'name'],
    [{ name: 'é'.repeat(32), type: 'text' }, 'name'],
    [{ name: 'a\u0000b', type: 'text' }, 'name'],
    [{ name: 5, type: 'text' }, 'name'],
    [{ type: 'text' }, 'name'],
    [{ name: 'a', type: 'monney' }, 'type'],
    [{ name: 'a', type: 'regclass' }, 'type'],
    [{ name: 'a' }, 'type'],
    [{ name: 'a', type: 'text', nullable: 'no' }, 'nullable'],
  ])('refuses %j', async (column, field) => {
    const before = await schema();
    expectInvalid(await add(column), 'body', field);
    expect(await schema()).toEqual(before);
  });

  it('is for the owner and an ADMIN', async () => {
    const column = { name: 'extra', type: 'text' };
    expectProblem(await stranger.post(`/tables/${table.id}/columns`, column), 403);
    expectProblem(await anyone.post(`/tables/${table.id}/columns`, column), 401, 404);
    expectProblem(await owner.post(`/tables/${UNKNOWN_ID}/columns`, column), 404);
    expect(await schema()).not.toHaveProperty('extra');
    expectStatus(await admin.post(`/tables/${table.id}/columns`, column), 200, 201);
  });
});

describe('PATCH /tables/{id}/columns/{column}', () => {
  it('renames, and the data stays', async () => {
    await insertRows(owner, table, [{ title: 'kept' }]);
    const answer = await change('title', { new_name: 'The "Title" / é' });
    expectStatus(answer, 200);
    expect(answer.body.table_schema).not.toHaveProperty('title');
    expect((await readPage(owner, table)).data[0]).toMatchObject({ 'The "Title" / é': 'kept' });
    expectStatus(await change('The "Title" / é', { new_name: 'title' }), 200);
    expect((await readPage(owner, table)).data[0]).toMatchObject({ title: 'kept' });
  });

  it('casts when nothing is lost', async () => {
    await insertRows(owner, table, [{ size: '42' }, { size: null }]);
    const answer = await change('size', { type: 'integer' });
    expectStatus(answer, 200);
    expect(answer.body.table_schema.size).toMatchObject({ type: 'integer' });
    expect(await sqlValue(`select sum(size)::int from "${table.name}"`)).toBe(42);
  });

  it('answers 409 to a cast that would lose data, and changes nothing', async () => {
    await insertRows(owner, table, [{ size: '42' }, { size: 'many' }]);
    const before = await schema();
    expectProblem(await change('size', { type: 'integer' }), 409);
    expect(await schema()).toEqual(before);
    expect(
      (await readPage(owner, table, { sort_by: 'size', sort_order: 'asc' })).data.map((row) => row.size),
    ).toEqual(['42', 'many']);
  });

  it.each([
    ['numeric', ['1.5'], 'integer'],
    ['bigint', ['3000000000'], 'integer'],
    ['integer', [70_000], 'smallint'],
    ['double', [1e300], 'real'],
    ['numeric', ['0.12345678901234567890123'], 'double'],
    ['timestamp', ['2024-05-06T07:08:09Z'], 'date'],
  ])('answers 409 when %s %j becomes %s', async (from, values, to) => {
    expectStatus(await add({ name: 'v', type: from }), 200, 201);
    await insertRows(
      owner,
      table,
      values.map((v) => ({ v })),
    );
    const text = () => sqlValue(`select v::text from "${table.name}"`);
    const before = await text();
    expectProblem(await change('v', { type: to }), 409);
    expect(await text()).toBe(before);
  });

  it('sets and drops NOT NULL and the default', async () => {
    expectStatus(await change('title', { nullable: false, default_value: 'untitled' }), 200);
    expect((await schema()).title).toMatchObject({ nullable: false });
    expect((await insertRows(owner, table, [{}]))[0]).toMatchObject({ title: 'untitled' });
    expectStatus(await change('title', { nullable: true, default_value: null }), 200);
    expect((await insertRows(owner, table, [{}]))[0]).toMatchObject({ title: null });
  });

  it('answers 409 when nulls stand in the way of NOT NULL, and changes nothing', async () => {
    await insertRows(owner, table, [{ title: null }]);
    expectProblem(await change('title', { nullable: false, new_name: 'name' }), 409);
    expect((await schema()).title).toMatchObject({ nullable: true });
  });

  it('refuses a taken name, an unknown type, an unknown column', async () => {
    expectProblem(await change('title', { new_name: 'size' }), 409);
    expectInvalid(await change('title', { new_name: 'x'.repeat(64) }), 'body', 'new_name');
    expectInvalid(await change('title', { type: 'monney' }), 'body', 'type');
    for (const name of ['nope', '"; drop', '__proto__', 'x'.repeat(64)]) {
      expectProblem(await change(name, { nullable: true }), 404, 422);
    }
  });

  it('is for the owner', async () => {
    expectProblem(await stranger.patch(`/tables/${table.id}/columns/title`, { new_name: 'x' }), 403);
    expectProblem(await anyone.patch(`/tables/${table.id}/columns/title`, { new_name: 'x' }), 401, 404);
    expect(await schema()).toHaveProperty('title');
  });
});

describe('DELETE /tables/{id}/columns/{column}', () => {
  it('drops a column', async () => {
    const dropped = await drop('size');
    expectStatus(dropped, 200);
    expect(dropped.body).toMatchObject({ id: table.id, name: table.name });
    expect(dropped.body.table_schema).not.toHaveProperty('size');
    expect(await schema()).not.toHaveProperty('size');
    expectProblem(await drop('size'), 404);
  });

  it('answers 409 for the primary key', async () => {
    expectProblem(await drop('id'), 409);
    expect(await schema()).toHaveProperty('id');
  });

  it('is for the owner', async () => {
    expectProblem(await stranger.del(`/tables/${table.id}/columns/size`), 403);
    expectProblem(await anyone.del(`/tables/${table.id}/columns/size`), 401, 404);
    expect(await schema()).toHaveProperty('size');
  });
});

describe('references', () => {
  it('hold rows of two tables together', async () => {
    const references = { table: table.name, column: 'id' };
    const child = await createTable(owner, {
      table_schema: { parent: { type: 'uuid', nullable: true, references } },
    });
    expect(JSON.stringify(child.table_schema.parent?.references)).toContain(table.name);
    const [parent] = await insertRows(owner, table, [{ title: 'p' }]);
    await insertRows(owner, child, [{ parent: parent?.id }]);
    const orphan = await owner.post(`/tables/${child.id}/data`, { parent: UNKNOWN_ID });
    expectProblem(orphan, 409);
    expectNames(orphan, 'parent');
    expectProblem(await owner.del(`/tables/${table.id}/data/${parent?.id}`), 409);
    expect((await readPage(owner, table)).total).toBe(1);
  });

  it('to what is not there are refused', async () => {
    const references = { table: 'no_such_table', column: 'id' };
    const answer = await owner.post(`/tables/${table.id}/columns`, { name: 'ref', type: 'uuid', references });
    expectProblem(answer, 404, 409, 422);
    expect(await schema()).not.toHaveProperty('ref');
  });
});
