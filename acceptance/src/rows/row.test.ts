import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectDeletedAs, expectInvalid, expectNames, expectProblem, expectStatus } from '../expectations.ts';
import { createTable, filter, insertRows, type Row, readPage, type Table } from '../world/tables.ts';
import { admin, anyone, createPerson, type Person, UNKNOWN_ID } from '../world/users.ts';

let owner: Person;
let stranger: Person;
let table: Table;
let row: Row;
const path = (id: unknown = row.id) => `/tables/${table.id}/data/${encodeURIComponent(String(id))}`;

beforeAll(async () => {
  [owner, stranger] = [await createPerson(), await createPerson()];
});
beforeEach(async () => {
  table = await createTable(owner, {
    public: true,
    table_schema: {
      'the code': { type: 'text', nullable: true, unique: true },
      n: { type: 'integer', nullable: false, default: 0 },
      note: { type: 'text', nullable: true },
    },
  });
  const rows = await insertRows(owner, table, [
    { 'the code': 'a/b c?é', n: 1, note: 'x' },
    { 'the code': 'second', n: 2, note: 'x' },
    { 'the code': 'third', n: 3, note: 'y' },
  ]);
  row = rows[0] ?? {};
});

describe('GET /tables/{id}/data/{row_id}', () => {
  it('gives the row to whom the table is readable', async () => {
    for (const caller of [anyone, stranger, owner, admin]) {
      const answer = await caller.get<Row>(path());
      expectStatus(answer, 200);
      expect(answer.body).toEqual(row);
    }
    await owner.patch(`/tables/${table.id}`, { public: false });
    expectStatus(await owner.get(path()), 200);
    expectStatus(await admin.get(path()), 200);
    expectProblem(await stranger.get(path()), 403);
    expectProblem(await anyone.get(path()), 404);
  });

  it('finds it by another unique column', async () => {
    const answer = await anyone.get<Row>(path('a/b c?é'), { id_column: 'the code' });
    expectStatus(answer, 200);
    expect(answer.body.id).toBe(row.id);
    expectProblem(await anyone.get(path('nobody'), { id_column: 'the code' }), 404);
  });

  it.each(['note', 'nope', '"; drop', '__proto__', 'constructor', 'THE CODE'])(
    'refuses the id_column %j, naming it',
    async (id_column) => {
      const answer = await owner.get(path('x'), { id_column });
      expectProblem(answer, 422);
      expectNames(answer, id_column);
    },
  );

  it('is 404 for what is not there, and a client error for what is no key', async () => {
    expectProblem(await owner.get(path(UNKNOWN_ID)), 404);
    for (const id of ['x', '1', 'a\u0000b', '__proto__', '"; drop', '🦊'])
      expectProblem(await owner.get(path(id)), 400, 404, 422);
    expectProblem(await owner.get(`/tables/${table.id}/data/%ff`), 400, 404, 422);
    expectInvalid(await owner.get(path(), { nope: 1 }), 'query', 'nope');
  });
});

describe('PATCH /tables/{id}/data/{row_id}', () => {
  it('changes what was given and answers the row', async () => {
    const answer = await owner.patch<Row>(path(), { n: 7, note: null });
    expectStatus(answer, 200);
    expect(answer.body).toMatchObject({ id: row.id, 'the code': 'a/b c?é', n: 7, note: null });
    expect((await owner.get<Row>(path())).body).toEqual(answer.body);
    expect((await readPage(owner, table, { filter: filter({ n: { eq: 7 } }) })).total).toBe(1);
  });

  it('by another unique column', async () => {
    expectStatus(await owner.patch(path('second'), { n: 8 }, { id_column: 'the code' }), 200);
    expect((await readPage(owner, table, { filter: filter({ n: { eq: 8 } }) })).data).toMatchObject([
      { 'the code': 'second' },
    ]);
  });

  it.each<[object, number, string]>([
    [{ nope: 1 }, 422, 'nope'],
    [{ n: 'x' }, 422, 'n'],
    [{ n: null }, 422, 'n'],
    [{ note: 'a\u0000' }, 422, 'note'],
    [{ 'the code': 'second' }, 409, 'the code'],
  ])('refuses %j and changes nothing', async (change, status, column) => {
    const answer = await owner.patch(path(), change);
    expectProblem(answer, status);
    expectNames(answer, column);
    expect((await owner.get<Row>(path())).body).toEqual(row);
  });

  it('is for the owner and an ADMIN, even on a public table', async () => {
    expectProblem(await anyone.patch(path(), { n: 9 }), 401);
    expectProblem(await stranger.patch(path(), { n: 9 }), 403);
    expect((await owner.get<Row>(path())).body).toEqual(row);
    expectStatus(await admin.patch(path(), { n: 9 }), 200);
    expectProblem(await owner.patch(path(UNKNOWN_ID), { n: 9 }), 404);
  });
});

describe('DELETE /tables/{id}/data/{row_id}', () => {
  it('deletes that row and no other', async () => {
    expectDeletedAs(await owner.del(path()), {});
    expectProblem(await owner.get(path()), 404);
    expectProblem(await owner.del(path()), 404);
    expectDeletedAs(await owner.del(path('second'), { id_column: 'the code' }), {
      table_id: table.id,
      id: 'second',
      row_id: 'second',
      deleted_id: 'second',
    });
    expect((await readPage(owner, table)).data).toMatchObject([{ 'the code': 'third' }]);
  });

  it('is for the owner and an ADMIN, even on a public table', async () => {
    expectProblem(await anyone.del(path()), 401);
    expectProblem(await stranger.del(path()), 403);
    expect((await readPage(owner, table)).total).toBe(3);
    expectDeletedAs(await admin.del(path()), {});
  });
});

describe('PATCH and DELETE /tables/{id}/data with a filter', () => {
  const rows = () => `/tables/${table.id}/data`;
  const notes = async () =>
    (await readPage(owner, table, { sort_by: 'n', sort_order: 'asc' })).data.map((one) => one.note);

  it('change what matches and count it', async () => {
    const answer = await owner.patch(rows(), { note: 'z' }, { filter: filter({ note: { eq: 'x' } }) });
    expectStatus(answer, 200);
    expect(answer.body).toEqual({ count: 2 });
    expect(await notes()).toEqual(['z', 'z', 'y']);
    expect((await owner.patch(rows(), { note: 'q' }, { filter: filter({ n: { gt: 99 } }) })).body).toEqual({
      count: 0,
    });
  });

  it('delete what matches and count it', async () => {
    const answer = await owner.del(rows(), { filter: filter({ n: { gte: 2 } }) });
    expectStatus(answer, 200);
    expect(answer.body).toEqual({ count: 2 });
    expect(await notes()).toEqual(['x']);
  });

  it('are 422 without a filter, and nothing happens', async () => {
    expectInvalid(await owner.patch(rows(), { note: 'all' }), 'query', 'filter');
    expectInvalid(await owner.del(rows()), 'query', 'filter');
    for (const bad of ['', '{', '[]', 'null', '{"nope":{"eq":1}}', '{"n":{"eq":"x"}}']) {
      expectProblem(await owner.patch(rows(), { note: 'all' }, { filter: bad }), 400, 422);
      expectProblem(await owner.del(rows(), { filter: bad }), 400, 422);
    }
    expect(await notes()).toEqual(['x', 'x', 'y']);
  });

  it('change all or nothing', async () => {
    const answer = await owner.patch(rows(), { 'the code': 'same' }, { filter: filter({ n: { gte: 1 } }) });
    expectProblem(answer, 409);
    expectNames(answer, 'the code');
    expectProblem(await owner.patch(rows(), { nope: 1 }, { filter: filter({ n: { gte: 1 } }) }), 422);
    expect((await readPage(owner, table, { filter: filter({ 'the code': { eq: 'same' } }) })).total).toBe(0);
  });

  it('are for the owner and an ADMIN', async () => {
    const everything = { filter: filter({ n: { gte: 0 } }) };
    expectProblem(await anyone.patch(rows(), { note: 'no' }, everything), 401);
    expectProblem(await anyone.del(rows(), everything), 401);
    expectProblem(await stranger.patch(rows(), { note: 'no' }, everything), 403);
    expectProblem(await stranger.del(rows(), everything), 403);
    expect(await notes()).toEqual(['x', 'x', 'y']);
    expect((await admin.del(rows(), everything)).body).toEqual({ count: 3 });
  });
});
