import { beforeAll, describe, expect, it } from 'vitest';
import { expectDeletedAs, expectInvalid, expectProblem, expectStatus } from '../expectations.ts';
import { createTable, insertRows, sqlValue, type Table } from '../world/tables.ts';
import { admin, anyone, createPerson, marker, type Person, UNKNOWN_ID } from '../world/users.ts';

let owner: Person;
let stranger: Person;
beforeAll(async () => {
  [owner, stranger] = [await createPerson(), await createPerson()];
});

const read = async (table: Table) => (await owner.get<Table>(`/tables/${table.id}`)).body;

describe('GET /tables/{id}', () => {
  it('of a public table is for anyone, of a private one for its owner and an ADMIN', async () => {
    const [open, hidden] = [await createTable(owner, { public: true }), await createTable(owner)];
    for (const caller of [anyone, stranger, owner, admin]) {
      expect((await caller.get<Table>(`/tables/${open.id}`)).body).toEqual(open);
    }
    expectStatus(await owner.get(`/tables/${hidden.id}`), 200);
    expectStatus(await admin.get(`/tables/${hidden.id}`), 200);
    expectProblem(await stranger.get(`/tables/${hidden.id}`), 403);
    expectProblem(await anyone.get(`/tables/${hidden.id}`), 404);
  });

  it('does not tell a caller without a token whether a private table exists', async () => {
    const hidden = await createTable(owner);
    const calls: [string, string, unknown?][] = [
      ['GET', ''],
      ['PATCH', '', { description: 'x' }],
      ['DELETE', ''],
      ['POST', '/columns', { name: 'a', type: 'text' }],
      ['GET', '/data'],
      ['POST', '/data', { title: 'x' }],
      ['PATCH', '/data?filter=%7B%7D', { title: 'x' }],
      ['GET', `/data/${UNKNOWN_ID}`],
      ['DELETE', `/data/${UNKNOWN_ID}`],
    ];
    for (const [method, path, json] of calls) {
      const body = json === undefined ? {} : { json };
      const real = await anyone.call<{ code: string; detail: string }>(
        method,
        `/tables/${hidden.id}${path}`,
        body,
      );
      const none = await anyone.call<{ code: string; detail: string }>(
        method,
        `/tables/${UNKNOWN_ID}${path}`,
        body,
      );
      expectProblem(real, 401, 404);
      expect([real.status, real.body.code, real.body.detail]).toEqual([
        none.status,
        none.body.code,
        none.body.detail,
      ]);
    }
    expect(await read(hidden)).toEqual(hidden);
  });

  it('is 404 for what is not there, and a client error for what is no id', async () => {
    for (const caller of [anyone, owner, admin])
      expectProblem(await caller.get(`/tables/${UNKNOWN_ID}`), 404);
    for (const id of ['x', '%00', 'a%22b', '..%2f..', '__proto__', '%ff', '%F0%9F%A6%8A']) {
      expectProblem(await admin.get(`/tables/${id}`), 400, 404, 422);
    }
  });
});

describe('PATCH /tables/{id}', () => {
  it('changes each field and leaves the others', async () => {
    const table = await createTable(owner, { description: 'before' });
    const changes: { realtime?: boolean; [field: string]: unknown }[] = [
      { name: marker('renamed') },
      { public: true, access: 'public' },
      { access: 'users', public: false },
      { description: 'after' },
      { metadata: { a: 1 } },
      { realtime_enabled: true, realtime: true },
      { description: null },
    ];
    let expected: object = table;
    for (const { realtime, ...change } of changes) {
      const answer = await owner.patch<Table>(`/tables/${table.id}`, change);
      expectStatus(answer, 200);
      expected = { ...expected, ...change, ...(realtime ? { realtime } : {}) };
      expect(answer.body).toEqual({ ...expected, updated_at: answer.body.updated_at });
      expect(await read(table)).toEqual(answer.body);
    }
  });

  it('renames the table in the database, rows included', async () => {
    const table = await createTable(owner);
    await insertRows(owner, table, [{ title: 'kept' }]);
    const name = marker('renamed');
    expectStatus(await owner.patch(`/tables/${table.id}`, { name }), 200);
    expect(await sqlValue(`select title from "${name}"`)).toBe('kept');
    expect(await sqlValue('select to_regclass($1)::text', [`public.${table.name}`])).toBe(null);
  });

  it('answers 409 for a taken name and changes nothing', async () => {
    const [first, second] = [await createTable(owner), await createTable(stranger)];
    expectProblem(await owner.patch(`/tables/${first.id}`, { name: second.name, public: true }), 409);
    expect(await read(first)).toEqual(first);
  });

  it.each([
    ['name', 'Not Allowed'],
    ['name', '"; drop'],
    ['public', 'yes'],
    ['realtime_enabled', 1],
    ['description', 5],
    ['owner_id', UNKNOWN_ID],
    ['table_schema', {}],
    ['row_count', 3],
  ])('refuses %s = %j', async (field, value) => {
    const table = await createTable(owner);
    expectInvalid(await owner.patch(`/tables/${table.id}`, { [field]: value }), 'body', field);
    expect(await read(table)).toEqual(table);
  });

  it('is for the owner and an ADMIN', async () => {
    const table = await createTable(owner, { public: true });
    expectProblem(await anyone.patch(`/tables/${table.id}`, { description: 'x' }), 401);
    expectProblem(await stranger.patch(`/tables/${table.id}`, { description: 'x' }), 403);
    expect(await read(table)).toEqual(table);
    expectStatus(await admin.patch(`/tables/${table.id}`, { description: 'x' }), 200);
    expectProblem(await owner.patch(`/tables/${UNKNOWN_ID}`, { description: 'x' }), 404);
  });
});

describe('DELETE /tables/{id}', () => {
  it('drops the table with its rows', async () => {
    const table = await createTable(owner);
    await insertRows(owner, table, [{ title: 'gone' }]);
    expectDeletedAs(await owner.del(`/tables/${table.id}`), {
      id: table.id,
      name: table.name,
      deleted_id: table.id,
    });
    expectProblem(await owner.get(`/tables/${table.id}`), 404);
    expectProblem(await owner.del(`/tables/${table.id}`), 404);
    expect(await sqlValue('select to_regclass($1)::text', [`public.${table.name}`])).toBe(null);
    expectStatus(await owner.post('/tables/', { name: table.name, table_schema: {}, public: false }), 201);
  });

  it('is for the owner and an ADMIN', async () => {
    const table = await createTable(owner, { public: true });
    expectProblem(await anyone.del(`/tables/${table.id}`), 401);
    expectProblem(await stranger.del(`/tables/${table.id}`), 403);
    expectStatus(await owner.get(`/tables/${table.id}`), 200);
    expectDeletedAs(await admin.del(`/tables/${table.id}`), { id: table.id });
  });
});
