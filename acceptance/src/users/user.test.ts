import { describe, expect, it } from 'vitest';
import { expectInvalid, expectProblem, expectStatus, expectUserDeleted } from '../expectations.ts';
import { createTable, type Table } from '../world/tables.ts';
import {
  admin,
  anyone,
  client,
  createAdmin,
  createPerson,
  createUser,
  email,
  logIn,
  PASSWORD,
  UNKNOWN_ID,
  type User,
} from '../world/users.ts';

describe('GET /users/{id}', () => {
  it('is for every user, without the e-mail of others', async () => {
    const [person, stranger] = [await createPerson(), await createPerson()];
    expect((await person.get<User>(`/users/${person.id}`)).body).toEqual(person.user);
    expect((await admin.get<User>(`/users/${person.id}`)).body).toEqual(person.user);
    expect((await stranger.get<User>(`/users/${person.id}`)).body).toEqual({ ...person.user, email: '' });
    expectProblem(await anyone.get(`/users/${person.id}`), 401);
  });

  it('is 404 for an unknown id', async () => {
    expectProblem(await admin.get(`/users/${UNKNOWN_ID}`), 404);
    expectProblem(await (await createPerson()).get(`/users/${UNKNOWN_ID}`), 404);
    for (const id of ['x', '1', '%00', '%22%3B%20drop', `${UNKNOWN_ID}0`]) {
      expectProblem(await admin.get(`/users/${id}`), 400, 404, 422);
    }
  });
});

describe('PATCH /users/{id}', () => {
  it('lets a user change his own names and nothing else', async () => {
    const person = await createPerson();
    const answer = await person.patch<User>(`/users/${person.id}`, { firstName: 'New', lastName: 'Names' });
    expectStatus(answer, 200);
    expect(answer.body).toMatchObject({ firstName: 'New', lastName: 'Names', email: person.email });
    for (const change of [
      { role: 'ADMIN' },
      { isActive: true },
      { email: email() },
      { password: 'another one' },
    ]) {
      expectProblem(await person.patch(`/users/${person.id}`, change), 403, 422);
    }
    expect((await admin.get<User>(`/users/${person.id}`)).body).toEqual(answer.body);
    await logIn(person.email, PASSWORD);
  });

  it('is refused to all others', async () => {
    const [person, stranger] = [await createPerson(), await createPerson()];
    expectProblem(await stranger.patch(`/users/${person.id}`, { firstName: 'Mallory' }), 403);
    expectProblem(await anyone.patch(`/users/${person.id}`, { firstName: 'Mallory' }), 401);
    expect((await admin.get<User>(`/users/${person.id}`)).body).toEqual(person.user);
  });

  it('lets an ADMIN change everything, and the user logs in with it', async () => {
    const user = await createUser();
    const next = email('renamed');
    const password = 'set by the administrator';
    const change = { email: next, password, role: 'ADMIN', firstName: 'A', lastName: 'B' };
    const answer = await admin.patch<User>(`/users/${user.id}`, change);
    expectStatus(answer, 200);
    expect(answer.body).toMatchObject({
      id: user.id,
      email: next,
      role: 'ADMIN',
      firstName: 'A',
      lastName: 'B',
    });
    expect(answer.text).not.toContain(password);
    const { access_token } = await logIn(next, password);
    expectStatus(await client.as(access_token).get('/sql/history'), 200);
    expectProblem(await anyone.post('/users/token', { email: user.email, password: PASSWORD }), 401);
    expectStatus(await admin.patch(`/users/${user.id}`, { role: 'USER' }), 200);
  });

  it('answers 409 for an e-mail of another user, in any case', async () => {
    const [first, second] = [await createUser(), await createUser()];
    expectProblem(await admin.patch(`/users/${second.id}`, { email: first.email.toUpperCase() }), 409);
    expect((await admin.get<User>(`/users/${second.id}`)).body).toEqual(second);
  });

  it.each([
    ['email', 'nope'],
    ['password', 'short'],
    ['role', 'ROOT'],
    ['isActive', 'yes'],
    ['firstName', ''],
    ['passwordHash', 'x'],
  ])('refuses %s = %j and changes nothing', async (field, value) => {
    const user = await createUser();
    expectInvalid(
      await admin.patch(`/users/${user.id}`, { lastName: 'Changed', [field]: value }),
      'body',
      field,
    );
    expect((await admin.get<User>(`/users/${user.id}`)).body).toEqual(user);
  });

  it('is 404 for an unknown id', async () => {
    expectProblem(await admin.patch(`/users/${UNKNOWN_ID}`, { firstName: 'X' }), 404);
  });
});

describe('DELETE /users/{id}', () => {
  it('is for the user and for an ADMIN', async () => {
    const [person, stranger] = [await createPerson(), await createPerson()];
    expectProblem(await stranger.del(`/users/${person.id}`), 403);
    expectProblem(await anyone.del(`/users/${person.id}`), 401);
    expectStatus(await person.get('/users/me'), 200);
    expectUserDeleted(await person.del(`/users/${person.id}`));
    expectProblem(await person.get('/users/me'), 401);
    expectProblem(await admin.get(`/users/${person.id}`), 404);
    expectProblem(await admin.del(`/users/${person.id}`), 404);
    expectProblem(await anyone.post('/users/token', { email: person.email, password: PASSWORD }), 401);
  });

  it('frees the e-mail', async () => {
    const user = await createUser();
    expectUserDeleted(await admin.del(`/users/${user.id}`));
    expectStatus(
      await admin.post('/users/', { email: user.email, password: PASSWORD, firstName: 'A', lastName: 'B' }),
      201,
    );
  });

  it('passes what the user owned to the ADMIN who deletes', async () => {
    const [person, deleter] = [await createPerson(), await createAdmin()];
    const table = await createTable(person);
    expectStatus(await person.post(`/tables/${table.id}/data`, { title: 'kept' }), 201);
    expectUserDeleted(await deleter.del(`/users/${person.id}`));
    const left = await admin.get<Table>(`/tables/${table.id}`);
    expect(left.body).toMatchObject({ id: table.id, owner_id: deleter.id, row_count: 1 });
    expectUserDeleted(await admin.del(`/users/${deleter.id}`));
  });

  it('passes what a leaving user owned to the oldest ADMIN', async () => {
    const person = await createPerson();
    const table = await createTable(person);
    expectUserDeleted(await person.del(`/users/${person.id}`));
    const { body } = await admin.get<Table>(`/tables/${table.id}`);
    const everyone = await admin.get<User[]>('/users/', {
      sort_by: 'created_at',
      sort_order: 'asc',
      limit: 1000,
    });
    const oldest = everyone.body.find((user) => user.role === 'ADMIN' && user.isActive);
    expect(body.owner_id).toBe(oldest?.id);
  });
});
