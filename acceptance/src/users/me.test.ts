import { describe, expect, it } from 'vitest';
import { expectInvalid, expectProblem, expectStatus, UTC_MILLIS } from '../expectations.ts';
import {
  anyone,
  client,
  createPerson,
  createUser,
  email,
  logIn,
  PASSWORD,
  type User,
} from '../world/users.ts';

describe('/users/me', () => {
  it('shows the caller', async () => {
    const person = await createPerson();
    const answer = await person.get<User>('/users/me');
    expectStatus(answer, 200);
    expect(answer.body).toEqual(person.user);
  });

  it('changes the names, and only what was given', async () => {
    const person = await createPerson({ firstName: 'Old', lastName: 'Name' });
    const answer = await person.patch<User>('/users/me', { firstName: 'Žofie' });
    expectStatus(answer, 200);
    const { updatedAt, ...rest } = answer.body;
    const { updatedAt: before, ...old } = person.user;
    expect(rest).toEqual({ ...old, firstName: 'Žofie', updated_at: updatedAt });
    expect(updatedAt).toMatch(UTC_MILLIS);
    expect(Date.parse(updatedAt)).toBeGreaterThanOrEqual(Date.parse(before));
    expect((await person.get<User>('/users/me')).body).toEqual(answer.body);
  });

  it('lets no user promote, reactivate or rename their own account', async () => {
    const person = await createPerson();
    for (const change of [
      { role: 'ADMIN' },
      { isActive: false },
      { email: email() },
      { password: 'another one' },
      { id: person.id },
    ]) {
      expectProblem(await person.patch('/users/me', { firstName: 'Sly', ...change }), 403, 422);
    }
    expect((await person.get<User>('/users/me')).body).toEqual(person.user);
    await logIn(person.email, PASSWORD);
  });

  it.each([{ firstName: '' }, { lastName: 'x'.repeat(101) }, { firstName: 5 }, { lastName: 'a\u0000' }])(
    'refuses %j',
    async (change) => {
      const person = await createPerson();
      expectInvalid(await person.patch('/users/me', change), 'body', Object.keys(change)[0] ?? '');
      expect((await person.get<User>('/users/me')).body).toEqual(person.user);
    },
  );
});

describe('POST /users/me/password', () => {
  it('changes the password, ends the other sessions and keeps this one', async () => {
    const person = await createPerson();
    const other = await logIn(person.email);
    const next = 'a better pass phrase';
    const answer = await person.post('/users/me/password', {
      current_password: PASSWORD,
      new_password: next,
    });
    expectStatus(answer, 200, 204);
    expect(answer.text).not.toContain(next);
    expectProblem(await client.as(other.access_token).get('/users/me'), 401);
    expectProblem(await anyone.post('/users/token/refresh', { refresh_token: other.refresh_token }), 401);
    expectStatus(await person.get('/users/me'), 200);
    expectProblem(await anyone.post('/users/token', { email: person.email, password: PASSWORD }), 401);
    await logIn(person.email, next);
  });

  it('changes nothing without the current password', async () => {
    const person = await createPerson();
    const other = await logIn(person.email);
    const wrong = { current_password: 'not this one', new_password: 'a better pass phrase' };
    expectProblem(await person.post('/users/me/password', wrong), 400, 401, 403, 422);
    expectStatus(await client.as(other.access_token).get('/users/me'), 200);
    await logIn(person.email, PASSWORD);
  });

  it('holds the new password to the rules', async () => {
    const user = await createUser();
    const { access_token } = await logIn(user.email);
    const caller = client.as(access_token);
    for (const new_password of ['short', 'x'.repeat(129), 5, null]) {
      const answer = await caller.post('/users/me/password', { current_password: PASSWORD, new_password });
      expectInvalid(answer, 'body', 'new_password');
    }
    expectInvalid(
      await caller.post('/users/me/password', { new_password: 'long enough' }),
      'body',
      'current_password',
    );
    expectProblem(await anyone.post('/users/me/password', { current_password: 'x', new_password: 'y' }), 401);
  });
});
