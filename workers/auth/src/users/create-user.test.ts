import { newEmail, PASSWORD } from '@selfdb/server/testing/people';
import { rows, value } from '@selfdb/server/testing/postgres';
import type { User } from '@selfdb/shared/users/schema';
import { expect, it } from 'vitest';
import { hashQueue } from '../passwords/hashing.ts';
import { call, gatewayRequests } from '../testing/client.ts';
import { createAdmin, createPerson } from '../testing/people.ts';

const input = (more: Record<string, unknown> = {}) => ({
  email: newEmail(),
  password: PASSWORD,
  firstName: 'Grace',
  lastName: 'Hopper',
  ...more,
});
const register = (json: unknown, token?: string) => call<User>('POST', '/users/', { json, token });
const countOf = (email: string) =>
  value('select count(*)::int from selfdb.users where lower(email) = lower($1)', [email]);

it('registers a USER, keeps the e-mail as written and compares it case-insensitively', async () => {
  const json = input({ email: newEmail('MiXed') });
  const answer = await register(json);
  const { password: _password, ...kept } = json;
  expect(answer).toMatchObject({ status: 201, body: { ...kept, role: 'USER', isActive: true } });
  expect(Object.keys(answer.body)).toHaveLength(10);
  expect(answer.headers.get('location')).toBe(`/users/${answer.body.id}`);
  for (const email of [json.email, json.email.toUpperCase()]) {
    expect(await gatewayRequests(() => register({ ...json, email }))).toBe(1);
    expect(await register({ ...json, email })).toMatchObject({ status: 409, body: { code: 'conflict' } });
  }
  expect(await countOf(json.email)).toBe(1);
  expect(
    (await call('POST', '/users/token', { json: { email: json.email, password: PASSWORD } })).status,
  ).toBe(200);
});

it('counts characters, not UTF-16 units, and accepts any script', async () => {
  const json = input({
    firstName: '𝒜'.repeat(100),
    lastName: "O'Ελένη עֲדִינָה",
    password: `\0${'🔑'.repeat(127)}`,
  });
  expect(await register(json)).toMatchObject({
    status: 201,
    body: { firstName: json.firstName, lastName: json.lastName },
  });
  const { email, password } = json;
  expect((await call('POST', '/users/token', { json: { email, password } })).status).toBe(200);
  expect((await register(input({ firstName: '𝒜'.repeat(101) }))).status).toBe(422);
  expect((await register(input({ password: '🔑'.repeat(7) }))).status).toBe(422);
});

it.each([
  ['email', 'nope'],
  ['email', `${'x'.repeat(250)}@example.com`],
  ['email', 'a\0b@example.com'],
  ['password', 'seven77'],
  ['password', 'x'.repeat(129)],
  ['firstName', ''],
  ['firstName', '   '],
  ['lastName', '\ud800'],
  ['role', 'ROOT'],
  ['isActive', true],
  ['__proto__x', 1],
])('refuses %s = %j with 422 that names the field, and hashes nothing', async (field, wrong) => {
  const before = hashQueue.stats().done;
  expect(await register(input({ [field]: wrong }))).toMatchObject({
    status: 422,
    body: { detail: [{ loc: ['body', field] }] },
  });
  expect(hashQueue.stats().done).toBe(before);
});

it('does not hash for an anonymous caller who tries to create an ADMIN', async () => {
  const before = hashQueue.stats().done;
  expect((await register(input({ role: 'ADMIN' }))).status).toBe(403);
  expect(hashQueue.stats().done).toBe(before);
});

it('creates nothing for a USER who tries to create an ADMIN, or for an ended session', async () => {
  const [person, admin] = [await createPerson(), await createAdmin()];
  await rows('update selfdb.sessions set revoked_at = now() where user_id = $1', [admin.userId]);
  for (const [token, status, role] of [
    [person.token, 403, 'ADMIN'],
    [admin.token, 401, 'ADMIN'],
    [admin.token, 401, 'USER'],
  ] as const) {
    const json = input({ role });
    expect((await register(json, token)).status).toBe(status);
    expect(await countOf(json.email)).toBe(0);
  }
});

it('creates one user and hashes once for 200 simultaneous registrations of one e-mail', async () => {
  const json = input();
  const before = hashQueue.stats().done;
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, i) =>
      register({ ...json, email: i % 2 ? json.email : json.email.toUpperCase() }),
    ),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(199);
  expect(hashQueue.stats().done - before).toBe(1);
  expect(await countOf(json.email)).toBe(1);
});

it('creates all of 120 users who register at the same moment', async () => {
  const answers = await Promise.all(Array.from({ length: 120 }, () => register(input())));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
});
