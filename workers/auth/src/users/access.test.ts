import { randomUUID } from 'node:crypto';
import { newEmail, PASSWORD } from '@selfdb/server/testing/people';
import { rows } from '@selfdb/server/testing/postgres';
import { describe, expect, it } from 'vitest';
import { call, gatewayRequests } from '../testing/client.ts';
import { createAdmin, createPerson, type Person, stateOf } from '../testing/people.ts';

interface Route {
  method: string;
  path: (target: Person) => string;
  json?: unknown;
  /** The statuses for an anonymous caller, another user, the user themselves and an ADMIN. */
  anonymous: number;
  stranger: number;
  self: number;
  admin: number;
}

const NEW_USER = { email: 'x', password: PASSWORD, firstName: 'A', lastName: 'B' };

const ROUTES: Route[] = [
  { method: 'GET', path: () => '/users', anonymous: 401, stranger: 200, self: 200, admin: 200 },
  { method: 'GET', path: () => '/users/count', anonymous: 401, stranger: 200, self: 200, admin: 200 },
  { method: 'GET', path: () => '/users/me', anonymous: 401, stranger: 200, self: 200, admin: 200 },
  {
    method: 'PATCH',
    path: () => '/users/me',
    json: { firstName: 'N' },
    anonymous: 401,
    stranger: 200,
    self: 200,
    admin: 200,
  },
  {
    method: 'POST',
    path: () => '/users',
    json: NEW_USER,
    anonymous: 201,
    stranger: 201,
    self: 201,
    admin: 201,
  },
  {
    method: 'POST',
    path: () => '/users',
    json: { ...NEW_USER, role: 'ADMIN' },
    anonymous: 403,
    stranger: 403,
    self: 403,
    admin: 201,
  },
  { method: 'GET', path: (t) => `/users/${t.userId}`, anonymous: 401, stranger: 200, self: 200, admin: 200 },
  {
    method: 'GET',
    path: () => `/users/${randomUUID()}`,
    anonymous: 401,
    stranger: 404,
    self: 404,
    admin: 404,
  },
  {
    method: 'PATCH',
    path: (t) => `/users/${t.userId}`,
    json: { lastName: 'N' },
    anonymous: 401,
    stranger: 403,
    self: 200,
    admin: 200,
  },
  {
    method: 'PATCH',
    path: (t) => `/users/${t.userId}`,
    json: {},
    anonymous: 401,
    stranger: 403,
    self: 200,
    admin: 200,
  },
  {
    method: 'PATCH',
    path: (t) => `/users/${t.userId}`,
    json: { lastName: 'N', isActive: true },
    anonymous: 401,
    stranger: 403,
    self: 403,
    admin: 200,
  },
  {
    method: 'PATCH',
    path: (t) => `/users/${t.userId}`,
    json: { role: 'ADMIN' },
    anonymous: 401,
    stranger: 403,
    self: 403,
    admin: 200,
  },
  {
    method: 'PATCH',
    path: (t) => `/users/${t.userId}`,
    json: { email: 'x' },
    anonymous: 401,
    stranger: 403,
    self: 403,
    admin: 200,
  },
  {
    method: 'PATCH',
    path: (t) => `/users/${t.userId}`,
    json: { password: 'another one' },
    anonymous: 401,
    stranger: 403,
    self: 403,
    admin: 200,
  },
  {
    method: 'PATCH',
    path: () => `/users/${randomUUID()}`,
    json: { lastName: 'N' },
    anonymous: 401,
    stranger: 403,
    self: 403,
    admin: 404,
  },
  {
    method: 'DELETE',
    path: (t) => `/users/${t.userId}`,
    anonymous: 401,
    stranger: 403,
    self: 200,
    admin: 200,
  },
  {
    method: 'DELETE',
    path: () => `/users/${randomUUID()}`,
    anonymous: 401,
    stranger: 403,
    self: 403,
    admin: 404,
  },
  ...(['GET', 'DELETE'] as const).map((method) => ({
    method,
    path: (t: Person) => `/users/${t.userId}/sessions`,
    anonymous: 401,
    stranger: 403,
    self: method === 'GET' ? 200 : 204,
    admin: method === 'GET' ? 200 : 204,
  })),
  {
    method: 'DELETE',
    path: (t) => `/users/${t.userId}/sessions/${t.id}`,
    anonymous: 401,
    stranger: 403,
    self: 204,
    admin: 204,
  },
  {
    method: 'GET',
    path: (t) => `/users/${t.userId}/owned`,
    anonymous: 401,
    stranger: 403,
    self: 200,
    admin: 200,
  },
  {
    method: 'POST',
    path: () => '/users/logout',
    json: {},
    anonymous: 401,
    stranger: 200,
    self: 200,
    admin: 200,
  },
  { method: 'POST', path: () => '/users/logout/all', anonymous: 401, stranger: 200, self: 200, admin: 200 },
];

const named = ROUTES.map((route) => ({
  ...route,
  name: `${route.method} ${route.path({ userId: '{id}' } as Person)} ${JSON.stringify(route.json) ?? ''}`,
}));

/** A different e-mail address for each use of a route. */
function fresh(json: unknown): unknown {
  return typeof json === 'object' && json !== null && 'email' in json ? { ...json, email: newEmail() } : json;
}

async function use(route: Route, target: Person, token: string | undefined) {
  const json = fresh(route.json);
  return call(route.method, route.path(target), json === undefined ? { token } : { token, json });
}

describe.each(named)('$name', (route) => {
  it.each(['anonymous', 'stranger', 'self', 'admin'] as const)('as %s', async (who) => {
    await createAdmin();
    const target = await createPerson();
    const before = await stateOf(target.userId);
    const caller = who === 'self' ? target : who === 'admin' ? await createAdmin() : await createPerson();
    const token = who === 'anonymous' ? undefined : caller.token;
    const requests = await gatewayRequests(async () => {
      const answer = await use(route, target, token);
      expect(answer.status).toBe(route[who]);
      expect(answer.text).not.toMatch(/argon2|scrypt|password_?hash/i);
      if (answer.status >= 400)
        expect(answer.body).toMatchObject({ detail: expect.any(String), request_id: expect.any(String) });
    });
    expect(requests).toBe(who === 'anonymous' && route.anonymous !== 201 ? 0 : 1);
    if (route[who] >= 400) expect(await stateOf(target.userId)).toEqual(before);
  });

  it.each([
    ['revoked', 'update selfdb.sessions set revoked_at = now() where user_id = $1'],
    ['expired', 'update selfdb.sessions set expires_at = now() where user_id = $1'],
    ['of an inactive user', 'update selfdb.users set is_active = false where id = $1'],
    ['of a deleted user', 'delete from selfdb.users where id = $1'],
  ])('with a session that is %s', async (_name, change) => {
    const [target, caller] = [await createPerson(), await createAdmin()];
    const before = await stateOf(target.userId);
    await rows(change, [caller.userId]);
    expect(await use(route, target, caller.token)).toMatchObject({
      status: 401,
      body: { code: 'unauthenticated' },
    });
    expect(await stateOf(target.userId)).toEqual(before);
  });

  it('without the API key, without the internal token, or with an invalid bearer token', async () => {
    const caller = await createAdmin();
    const path = route.path(caller);
    for (const header of ['X-API-Key', 'X-SelfDB-Internal']) {
      for (const text of [undefined, 'wrong']) {
        const answer = await call(route.method, path, { token: caller.token, headers: { [header]: text } });
        expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
      }
    }
    for (const token of ['x', caller.refreshToken])
      expect((await use(route, caller, token)).status).toBe(401);
    expect((await stateOf(caller.userId))?.id).toBe(caller.userId);
  });
});
