import { expect, it } from 'vitest';
import { call, gatewayRequests } from '../testing/client.ts';
import { createPerson, createSession, isSessionAlive } from '../testing/people.ts';

const logOut = (token: string, refresh_token?: unknown) =>
  call<{ message: string }>('POST', '/users/logout', { token, json: { refresh_token } });

it('ends this session at once, and no other', async () => {
  const person = await createPerson();
  const other = await createSession(person.userId);
  expect(
    await gatewayRequests(async () => {
      const answer = await logOut(person.token);
      expect(answer).toMatchObject({ status: 200, body: { message: expect.any(String) } });
    }),
  ).toBe(1);
  expect((await call('GET', '/users/me', { token: person.token })).status).toBe(401);
  expect((await logOut(person.token)).status).toBe(401);
  expect(await isSessionAlive(other.id)).toBe(true);
});

it('also ends the session of the refresh token if it belongs to the same user', async () => {
  const [person, stranger] = [await createPerson(), await createPerson()];
  const [second, third] = [await createSession(person.userId), await createSession(person.userId)];
  expect((await logOut(person.token, second.refreshToken)).status).toBe(200);
  expect(await isSessionAlive(second.id)).toBe(false);
  expect((await logOut(third.token, stranger.refreshToken)).status).toBe(200);
  expect(await isSessionAlive(stranger.id)).toBe(true);
});

it('accepts an invalid or missing refresh token, because the session ends anyway', async () => {
  const person = await createPerson();
  const second = await createSession(person.userId);
  expect((await logOut(person.token, 'nonsense')).status).toBe(200);
  expect((await logOut(second.token, person.refreshToken)).status).toBe(200);
});

it.each([
  ['no body', {}],
  ['a content type but no body', { headers: { 'Content-Type': 'application/json' } }],
  ['an empty body', { body: '', headers: { 'Content-Type': 'application/json' } }],
])('accepts %s', async (_name, options) => {
  const person = await createPerson();
  expect(await call('POST', '/users/logout/', { token: person.token, ...options })).toMatchObject({
    status: 200,
  });
  expect(await isSessionAlive(person.id)).toBe(false);
});

it.each([
  ['broken JSON', 400, { body: '{', headers: { 'Content-Type': 'application/json' } }],
  ['another content type', 415, { body: 'a=b', headers: { 'Content-Type': 'text/plain' } }],
  ['an unknown field', 422, { json: { token: 'x' } }],
  ['a number', 422, { json: { refresh_token: 5 } }],
])('refuses %s and ends nothing', async (_name, status, options) => {
  const person = await createPerson();
  expect((await call('POST', '/users/logout', { token: person.token, ...options })).status).toBe(status);
  expect(await isSessionAlive(person.id)).toBe(true);
});

it('everywhere ends every session of the user, and no other', async () => {
  const [person, stranger] = [await createPerson(), await createPerson()];
  const other = await createSession(person.userId);
  expect(
    await gatewayRequests(async () => {
      const answer = await call('POST', '/users/logout/all', { token: person.token });
      expect(answer).toMatchObject({ status: 200, body: { message: expect.any(String) } });
    }),
  ).toBe(1);
  expect(await isSessionAlive(person.id)).toBe(false);
  expect(await isSessionAlive(other.id)).toBe(false);
  expect(await isSessionAlive(stranger.id)).toBe(true);
});
