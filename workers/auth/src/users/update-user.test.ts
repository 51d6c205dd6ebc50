import { newEmail, PASSWORD } from '@selfdb/server/testing/people';
import type { User } from '@selfdb/shared/users/schema';
import { describe, expect, it } from 'vitest';
import { call, gatewayRequests } from '../testing/client.ts';
import { createAdmin, createPerson, isSessionAlive, type Person, stateOf } from '../testing/people.ts';

const patch = (caller: Person, id: string, json: unknown) =>
  call<User>('PATCH', `/users/${id}`, { token: caller.token, json });

it('changes every field for an ADMIN, and the next login uses them', async () => {
  const [admin, person] = [await createAdmin(), await createPerson()];
  const change = { email: newEmail(), firstName: 'A', lastName: 'B', role: 'ADMIN' as const };
  const answer = await patch(admin, person.userId.toUpperCase(), { ...change, password: 'set by the admin' });
  expect(answer).toMatchObject({ status: 200, body: { id: person.userId, ...change, isActive: true } });
  const logIn = (email: string, password: string) =>
    call('POST', '/users/token', { json: { email, password } }).then(({ status }) => status);
  expect(await logIn(change.email, 'set by the admin')).toBe(200);
  expect(await logIn(change.email, PASSWORD)).toBe(401);
  expect(await logIn(person.email, PASSWORD)).toBe(401);
});

it('leaves everything, including updated_at, unchanged when the patch is empty', async () => {
  const person = await createPerson();
  const before = await stateOf(person.userId);
  expect((await patch(person, person.userId, {})).status).toBe(200);
  expect((await call('PATCH', '/users/me', { token: person.token, json: {} })).status).toBe(200);
  expect(await stateOf(person.userId)).toEqual(before);
});

it('advances updated_at and changes only the given fields', async () => {
  const person = await createPerson({ firstName: 'Old', lastName: 'Name' });
  const before = await stateOf(person.userId);
  expect(await patch(person, person.userId, { firstName: 'New' })).toMatchObject({
    body: { firstName: 'New', lastName: 'Name' },
  });
  const { updated_at, first_name: _name, ...rest } = (await stateOf(person.userId)) ?? {};
  expect(before).toMatchObject(rest);
  expect(updated_at).not.toEqual(before?.updated_at);
});

it('answers 409 for the e-mail of another user in any letter case, but lets a user keep their own', async () => {
  const [admin, first, second] = [await createAdmin(), await createPerson(), await createPerson()];
  const answer = await patch(admin, second.userId, { email: first.email.toUpperCase() });
  expect(answer).toMatchObject({ status: 409, body: { detail: 'This e-mail address is taken.' } });
  expect((await patch(admin, first.userId, { email: first.email.toUpperCase() })).status).toBe(200);
});

it.each([
  ['role', 'ROOT'],
  ['isActive', 'yes'],
  ['email', 'nope'],
  ['password', 'short'],
  ['passwordHash', 'x'],
])('refuses %s = %j and changes nothing', async (field, wrong) => {
  const [admin, person] = [await createAdmin(), await createPerson()];
  const before = await stateOf(person.userId);
  expect(await patch(admin, person.userId, { lastName: 'N', [field]: wrong })).toMatchObject({
    status: 422,
    body: { detail: [{ loc: ['body', field] }] },
  });
  expect(await stateOf(person.userId)).toEqual(before);
});

it.each([
  ['a deactivation', 'USER', { isActive: false }, false],
  ['a password set by an ADMIN', 'USER', { password: 'another one' }, false],
  ['a demotion', 'ADMIN', { role: 'USER' }, false],
  ['a promotion', 'USER', { role: 'ADMIN' }, true],
  ['the same role', 'USER', { role: 'USER' }, true],
  ['other names', 'USER', { firstName: 'N' }, true],
] as const)('after %s of a %s the sessions are alive or ended', async (_name, role, change, alive) => {
  const [admin, person, bystander] = [
    await createAdmin(),
    await createPerson({ role }),
    await createPerson(),
  ];
  expect(await gatewayRequests(() => patch(admin, person.userId, change))).toBe(1);
  expect(await isSessionAlive(person.id)).toBe(alive);
  expect(await isSessionAlive(bystander.id)).toBe(true);
  const me = await call<User>('GET', '/users/me', { token: person.token });
  expect(me.status).toBe(alive ? 200 : 401);
});

it('gives a promoted user the new rights on the next request', async () => {
  const [admin, person, other] = [await createAdmin(), await createPerson(), await createPerson()];
  const rename = () => patch(person, other.userId, { firstName: 'N' }).then(({ status }) => status);
  expect(await rename()).toBe(403);
  await patch(admin, person.userId, { role: 'ADMIN' });
  expect(await rename()).toBe(200);
});

it('treats a null field as not given', async () => {
  const [admin, person] = [await createAdmin(), await createPerson()];
  const before = await stateOf(person.userId);
  const nothing = {
    firstName: null,
    lastName: null,
    email: null,
    password: null,
    role: null,
    isActive: null,
  };
  expect((await patch(admin, person.userId, nothing)).status).toBe(200);
  expect(await stateOf(person.userId)).toEqual(before);
});

describe('ids', () => {
  it.each(['x', '%00', '0', `${'0'.repeat(36)}`])('refuses %s with 422', async (id) => {
    const admin = await createAdmin();
    expect((await patch(admin, id, { firstName: 'N' })).status).toBe(422);
  });
});
