import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../clients/client.ts';
import { expectDeletedAs, expectProblem, expectStatus, expectUserDeleted } from '../expectations.ts';
import { createTable, insertRows, type Table } from '../world/tables.ts';
import {
  admin,
  anyone,
  client,
  createAdmin,
  createPerson,
  logIn,
  type Person,
  type Tokens,
} from '../world/users.ts';

/** Every kind of request a token opens; several times, so that whatever is remembered is warm. */
async function warm(person: Person, table: Table): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    for (const answer of await everyKind(person, table)) expectStatus(answer, 200, 201);
  }
}

async function everyKind(person: Person, table: Table): Promise<Answer<unknown>[]> {
  const answers = await Promise.all([
    person.get('/users/me'),
    person.get('/tables/'),
    person.get(`/tables/${table.id}`),
    person.get(`/tables/${table.id}/data`),
    person.post(`/tables/${table.id}/data`, { title: 'again' }),
  ]);
  return [...answers, await person.patch(`/tables/${table.id}`, { description: 'again' })];
}

async function expectShutOut(person: Person, table: Table): Promise<void> {
  const before = (await admin.get<Table>(`/tables/${table.id}`)).body.row_count;
  for (const answer of await everyKind(person, table)) expectProblem(answer, 401, 403);
  expectProblem(
    await anyone.post('/users/token/refresh', { refresh_token: person.tokens.refresh_token }),
    401,
    403,
  );
  expect((await admin.get<Table>(`/tables/${table.id}`)).body.row_count).toBe(before);
}

describe('the next request of a user', () => {
  let person: Person;
  let table: Table;

  beforeAll(async () => {
    person = await createPerson();
    table = await createTable(person);
  });

  it('is refused after logout', async () => {
    const session: Person = { ...person, ...client.as((await logIn(person.email)).access_token) };
    await warm(session, table);
    expectStatus(await session.post('/users/logout', {}), 200);
    for (const answer of await everyKind(session, table)) expectProblem(answer, 401);
    await warm(person, table);
  });

  it('is refused after deactivation and, with an old token, stays refused after reactivation or works again as one', async () => {
    await warm(person, table);
    expectStatus(await admin.patch(`/users/${person.id}`, { isActive: false }), 200);
    await expectShutOut(person, table);
    expectStatus(await admin.patch(`/users/${person.id}`, { isActive: true }), 200);
    await logIn(person.email);
    const statuses = new Set((await everyKind(person, table)).map((answer) => answer.status >= 400));
    expect(statuses.size).toBe(1);
  });

  it('is refused after the administrator has set a new password', async () => {
    const victim = await createPerson();
    const own = await createTable(victim);
    await warm(victim, own);
    expectStatus(await admin.patch(`/users/${victim.id}`, { password: 'set by the administrator' }), 200);
    await expectShutOut(victim, own);
  });

  it('is refused after deletion', async () => {
    const leaver = await createPerson();
    const own = await createTable(leaver);
    await warm(leaver, own);
    expectUserDeleted(await admin.del(`/users/${leaver.id}`));
    await expectShutOut(leaver, own);
  });
});

describe('the next request of an administrator', () => {
  const asAdmin = (person: Person, table: Table) =>
    Promise.all([
      person.get('/users/'),
      person.get('/users/count'),
      person.get(`/tables/${table.id}`),
      person.get(`/tables/${table.id}/data`),
      person.post('/sql/query', { query: 'select 1' }),
      person.get('/sql/history'),
    ]);

  it('is refused after demotion, whichever worker answers', async () => {
    const [boss, owner] = [await createAdmin(), await createPerson()];
    const table = await createTable(owner);
    for (let round = 0; round < 3; round += 1) {
      for (const answer of await asAdmin(boss, table)) expectStatus(answer, 200);
    }
    expectStatus(await admin.patch(`/users/${boss.id}`, { role: 'USER' }), 200);
    for (const answer of await asAdmin(boss, table)) expectProblem(answer, 401, 403);
    expectStatus(await admin.patch(`/users/${boss.id}`, { role: 'ADMIN' }), 200);
    const again = client.as((await logIn(boss.email)).access_token);
    expectStatus(await again.post('/sql/query', { query: 'select 1' }), 200);
    expectUserDeleted(await admin.del(`/users/${boss.id}`));
    for (const answer of await asAdmin(boss, table)) expectProblem(answer, 401, 403);
  });

  it('obeys a promotion as soon as it is made', async () => {
    const person = await createPerson();
    expectProblem(await person.get('/sql/history'), 403);
    expectStatus(await admin.patch(`/users/${person.id}`, { role: 'ADMIN' }), 200);
    const tokens: Tokens = await logIn(person.email);
    expectStatus(await client.as(tokens.access_token).get('/sql/history'), 200);
    expectStatus(await admin.patch(`/users/${person.id}`, { role: 'USER' }), 200);
  });
});

describe('the next request to a table', () => {
  async function publicTable(owner: Person): Promise<Table> {
    const table = await createTable(owner, { public: true });
    await insertRows(owner, table, [{ title: 'one' }]);
    for (let round = 0; round < 3; round += 1) {
      expectStatus(await anyone.get(`/tables/${table.id}/data`), 200);
      expectStatus(await anyone.get(`/tables/${table.id}`), 200);
    }
    return table;
  }

  it('finds it private after it was made private, and open after it was opened', async () => {
    const [owner, stranger] = [await createPerson(), await createPerson()];
    const table = await publicTable(owner);
    for (let round = 0; round < 3; round += 1) {
      expectStatus(await owner.patch(`/tables/${table.id}`, { public: false }), 200);
      expectProblem(await anyone.get(`/tables/${table.id}/data`), 404);
      expectProblem(await stranger.get(`/tables/${table.id}/data`), 403);
      expectProblem(await anyone.post(`/tables/${table.id}/data`, { title: 'no' }), 401, 404);
      expect((await anyone.get<Table[]>('/tables/', { search: table.name })).body).toEqual([]);
      expectStatus(await owner.patch(`/tables/${table.id}`, { public: true }), 200);
      expectStatus(await anyone.get(`/tables/${table.id}/data`), 200);
    }
  });

  it('finds it under the same id after it was renamed', async () => {
    const owner = await createPerson();
    const table = await publicTable(owner);
    const name = `${table.name}_new`;
    expectStatus(await owner.patch(`/tables/${table.id}`, { name }), 200);
    const rows = await anyone.get<{ data: { title: string }[] }>(`/tables/${table.id}/data`);
    expect(rows.body.data.map((row) => row.title)).toEqual(['one']);
    expectStatus(await anyone.post(`/tables/${table.id}/data`, { title: 'two' }), 201);
    expect((await anyone.get<Table>(`/tables/${table.id}`)).body).toMatchObject({ name, row_count: 2 });
  });

  it('never reaches another table that took its old name', async () => {
    const owner = await createPerson();
    const table = await publicTable(owner);
    expectStatus(await owner.patch(`/tables/${table.id}`, { name: `${table.name}_old` }), 200);
    const secret = await createTable(owner, { name: table.name, public: false });
    await insertRows(owner, secret, [{ title: 'secret' }]);
    const rows = await anyone.get(`/tables/${table.id}/data`);
    expect(rows.text).not.toContain('secret');
    expectProblem(await anyone.get(`/tables/${secret.id}/data`), 404);
  });

  it('is 404 after it was dropped, by the API or by SQL', async () => {
    const owner = await createPerson();
    const [first, second] = [await publicTable(owner), await publicTable(owner)];
    expectDeletedAs(await owner.del(`/tables/${first.id}`), { id: first.id });
    expectStatus(await admin.post('/sql/query', { query: `drop table "${second.name}"` }), 200);
    for (const { id } of [first, second]) {
      for (const caller of [anyone, owner, admin]) {
        expectProblem(await caller.get(`/tables/${id}/data`), 404);
        expectProblem(await caller.get(`/tables/${id}`), 404);
        expectProblem(await caller.post(`/tables/${id}/data`, { title: 'no' }), 404);
      }
    }
    expect((await owner.get<Table[]>('/tables/', { search: second.name })).body).toEqual([]);
  });

  it('sees the columns that SQL added, renamed and dropped', async () => {
    const owner = await createPerson();
    const table = await publicTable(owner);
    const run = (query: string) => admin.post('/sql/query', { query });
    expectStatus(await run(`alter table "${table.name}" add column extra integer default 7`), 200);
    const rows = await anyone.get<{ data: object[] }>(`/tables/${table.id}/data`);
    expect(rows.body.data[0]).toMatchObject({ title: 'one', extra: 7 });
    expectStatus(await anyone.post(`/tables/${table.id}/data`, { title: 'two', extra: 8 }), 201);
    expectStatus(await run(`alter table "${table.name}" rename column extra to more`), 200);
    expect((await anyone.get<Table>(`/tables/${table.id}`)).body.table_schema).toHaveProperty('more');
    expectProblem(await anyone.get(`/tables/${table.id}/data`, { select: 'extra' }), 422);
    expectStatus(await run(`alter table "${table.name}" drop column more`), 200);
    expectProblem(await anyone.post(`/tables/${table.id}/data`, { title: 'three', more: 1 }), 422);
    expect(
      (await anyone.get<{ data: object[] }>(`/tables/${table.id}/data`)).body.data[0],
    ).not.toHaveProperty('more');
  });
});
