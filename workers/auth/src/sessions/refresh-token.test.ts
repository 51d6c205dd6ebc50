import { rows, value } from '@selfdb/server/testing/postgres';
import type { Tokens } from '@selfdb/shared/users/schema';
import { expect, it } from 'vitest';
import { call, gatewayRequests } from '../testing/client.ts';
import { createPerson, createSession, isSessionAlive } from '../testing/people.ts';

const refresh = (refresh_token: unknown, token?: string) =>
  call<Tokens>('POST', '/users/token/refresh', { json: { refresh_token }, token });
const me = (token: string) => call('GET', '/users/me', { token });

it('returns a new pair that works, in one gateway request, and renews the session', async () => {
  const person = await createPerson();
  expect(
    await gatewayRequests(async () => {
      const answer = await refresh(person.refreshToken);
      expect(answer).toMatchObject({ status: 200, body: { token_type: 'bearer', expires_in: 3600 } });
      expect(answer.headers.get('cache-control')).toBe('no-store');
      const next = await refresh(answer.body.refresh_token);
      expect(next.status).toBe(200);
    }),
  ).toBe(2);
  expect((await me(person.token)).status).toBe(200);
  const renewed = `select expires_at > now() + interval '29 days' from selfdb.sessions where id = $1`;
  expect(await value(renewed, [person.id])).toBe(true);
});

it('ends the session, and no other, when a used token is sent again', async () => {
  const person = await createPerson();
  const other = await createSession(person.userId);
  const next = await refresh(person.refreshToken);
  expect(await refresh(person.refreshToken)).toMatchObject({
    status: 401,
    body: { code: 'unauthenticated' },
  });
  expect((await me(next.body.access_token)).status).toBe(401);
  expect((await refresh(next.body.refresh_token)).status).toBe(401);
  expect((await me(other.token)).status).toBe(200);
});

it('lets one of many simultaneous uses succeed, and the others end the session', async () => {
  const person = await createPerson();
  const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(person.refreshToken)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(19);
  expect(await isSessionAlive(person.id)).toBe(false);
});

it.each([
  ['the user is inactive', 'update selfdb.users set is_active = false where id = $1'],
  ['the session has ended', 'update selfdb.sessions set revoked_at = now() where user_id = $1'],
  ['the session has expired', 'update selfdb.sessions set expires_at = now() where user_id = $1'],
  ['the user is gone', 'delete from selfdb.users where id = $1'],
])('is refused when %s', async (_name, change) => {
  const person = await createPerson();
  await rows(change, [person.userId]);
  expect((await refresh(person.refreshToken)).status).toBe(401);
});

it('is refused with a bearer whose session has ended, without using up the token', async () => {
  const person = await createPerson();
  const ended = await createSession(person.userId);
  await rows('update selfdb.sessions set revoked_at = now() where id = $1', [ended.id]);
  expect((await refresh(person.refreshToken, ended.token)).status).toBe(401);
  expect((await refresh(person.refreshToken, person.token)).status).toBe(200);
});

it('refuses other tokens and texts without asking the database', async () => {
  const person = await createPerson();
  for (const token of ['', 'x', 'a\0b', '\ud800', person.token, `${person.refreshToken}x`]) {
    expect(await gatewayRequests(async () => expect((await refresh(token)).status).toBe(401))).toBe(0);
  }
  for (const token of [5, null, 'x'.repeat(5000)]) expect((await refresh(token)).status).toBe(422);
  expect((await call('POST', '/users/token/refresh')).status).toBe(422);
  expect(await isSessionAlive(person.id)).toBe(true);
});
