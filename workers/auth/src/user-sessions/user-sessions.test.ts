import { randomUUID } from 'node:crypto';
import { PASSWORD } from '@selfdb/server/testing/people';
import { rows } from '@selfdb/server/testing/postgres';
import type { UserSession } from '@selfdb/shared/user-sessions/schema';
import { expect, it } from 'vitest';
import { call, gatewayRequests } from '../testing/client.ts';
import { createAdmin, createPerson, createSession, isSessionAlive, type Person } from '../testing/people.ts';

const list = ({ token }: { token: string }, id = 'me', query = '') =>
  call<UserSession[]>('GET', `/users/${id}/sessions${query}`, { token });
const endOthers = ({ token }: { token: string }, id = 'me') =>
  call('DELETE', `/users/${id}/sessions`, { token });
const end = ({ token }: { token: string }, sessionId: string, id = 'me') =>
  call('DELETE', `/users/${id}/sessions/${sessionId}`, { token });
const idsOf = async (person: Person) => (await list(person)).body.map(({ id }) => id);

it('a login appears with its address and the beginning of its user agent', async () => {
  const person = await createPerson();
  const { body: tokens } = await call<{ access_token: string }>('POST', '/users/token', {
    json: { email: person.email, password: PASSWORD },
    headers: { 'User-Agent': `Browser ${'x'.repeat(600)}` },
  });
  const answer = await list({ token: tokens.access_token });
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual([
    {
      id: expect.any(String),
      created_at: expect.stringMatching(/Z$/),
      last_used_at: expect.stringMatching(/Z$/),
      expires_at: expect.stringMatching(/Z$/),
      address: expect.stringMatching(/^test-/),
      user_agent: `Browser ${'x'.repeat(504)}…`,
      current: true,
    },
    expect.objectContaining({ id: person.id, address: null, user_agent: null, current: false }),
  ]);
});

it('exchanging the refresh token moves a session to the front', async () => {
  const person = await createPerson();
  const other = await createSession(person.userId);
  expect(await idsOf(person)).toEqual([other.id, person.id]);
  await call('POST', '/users/token/refresh', { json: { refresh_token: person.refreshToken } });
  expect(await idsOf(person)).toEqual([person.id, other.id]);
  expect((await list(person, 'me', '?skip=1&limit=1')).body.map(({ id }) => id)).toEqual([other.id]);
});

it('sessions that have ended or expired are not listed, and there is nothing to end', async () => {
  const person = await createPerson();
  const [ended, expired] = [await createSession(person.userId), await createSession(person.userId)];
  await rows('update selfdb.sessions set revoked_at = now() where id = $1', [ended.id]);
  await rows('update selfdb.sessions set expires_at = now() where id = $1', [expired.id]);
  expect(await idsOf(person)).toEqual([person.id]);
  expect((await end(person, ended.id)).status).toBe(404);
  expect((await end(person, expired.id)).status).toBe(404);
});

it('ending one session stops its tokens at once and leaves the others, in one gateway request', async () => {
  const person = await createPerson();
  const [second, third] = [await createSession(person.userId), await createSession(person.userId)];
  const requests = await gatewayRequests(async () => {
    expect((await end(person, second.id, person.userId)).status).toBe(204);
  });
  expect(requests).toBe(1);
  expect((await call('GET', '/users/me', { token: second.token })).status).toBe(401);
  expect(await isSessionAlive(third.id)).toBe(true);
  expect((await end(person, person.id)).status).toBe(204);
  expect((await call('GET', '/users/me', { token: person.token })).status).toBe(401);
});

it("ending a user's sessions keeps the one that asks, and an administrator's own", async () => {
  const [person, admin] = [await createPerson(), await createAdmin()];
  const other = await createSession(person.userId);
  expect((await endOthers(person)).status).toBe(204);
  expect([await isSessionAlive(person.id), await isSessionAlive(other.id)]).toEqual([true, false]);
  expect((await endOthers(admin, person.userId)).status).toBe(204);
  expect([await isSessionAlive(person.id), await isSessionAlive(admin.id)]).toEqual([false, true]);
  expect((await endOthers(admin, randomUUID())).status).toBe(404);
  expect((await list(admin, randomUUID())).status).toBe(404);
});

it("a session is found only under its own user's id", async () => {
  const [person, stranger, admin] = [await createPerson(), await createPerson(), await createAdmin()];
  expect((await end(stranger, person.id)).status).toBe(404);
  expect((await end(stranger, person.id, person.userId)).status).toBe(403);
  expect((await end(admin, person.id, stranger.userId)).status).toBe(404);
  expect(await isSessionAlive(person.id)).toBe(true);
  expect((await end(admin, person.id, person.userId)).status).toBe(204);
  expect((await call('GET', '/users/you/sessions', { token: admin.token })).status).toBe(422);
});
