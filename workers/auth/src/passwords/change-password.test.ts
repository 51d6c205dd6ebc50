import { PASSWORD } from '@selfdb/server/testing/people';
import { value } from '@selfdb/server/testing/postgres';
import { expect, it } from 'vitest';
import { call, gatewayRequests } from '../testing/client.ts';
import { createPerson, createSession, isSessionAlive, type Person, stateOf } from '../testing/people.ts';

const NEXT = 'a better pass phrase';
const change = (person: Person, current_password: string, new_password: unknown = NEXT) =>
  call('POST', '/users/me/password', { token: person.token, json: { current_password, new_password } });
const logIn = (email: string, password: string) =>
  call('POST', '/users/token', { json: { email, password } }).then(({ status }) => status);

it('replaces the password, ends the other sessions, keeps this one, in two gateway requests', async () => {
  const person = await createPerson();
  const other = await createSession(person.userId);
  expect(await gatewayRequests(async () => expect((await change(person, PASSWORD)).status).toBe(200))).toBe(
    2,
  );
  expect(await isSessionAlive(person.id)).toBe(true);
  expect(await isSessionAlive(other.id)).toBe(false);
  expect(
    await value('select count(*)::int from selfdb.login_failures where subject = $1', [
      `account:${person.email}`,
    ]),
  ).toBe(0);
  expect(await logIn(person.email, PASSWORD)).toBe(401);
  expect(await logIn(person.email, NEXT)).toBe(200);
});

it('refuses a wrong current password with 403, and slows after as many failures as a login', async () => {
  const person = await createPerson();
  const other = await createSession(person.userId);
  const before = await stateOf(person.userId);
  for (let i = 0; i < 4; i++) {
    expect(await change(person, 'wrong')).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  }
  const slowed = await change(person, PASSWORD);
  expect(slowed.status).toBe(429);
  expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await stateOf(person.userId)).toEqual(before);
  expect(await isSessionAlive(other.id)).toBe(true);
});

it.each(['short', 'x'.repeat(129), 5, null])('refuses the new password %j', async (wrong) => {
  const person = await createPerson();
  expect(await change(person, PASSWORD, wrong)).toMatchObject({
    status: 422,
    body: { detail: [{ loc: ['body', 'new_password'] }] },
  });
});

it('lets one of two simultaneous changes succeed', async () => {
  const person = await createPerson();
  const answers = await Promise.all([
    change(person, PASSWORD, 'first one'),
    change(person, PASSWORD, 'second one'),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
});

it('is 401 without a token and after logout', async () => {
  const person = await createPerson();
  const json = { current_password: PASSWORD, new_password: NEXT };
  expect((await call('POST', '/users/me/password', { json })).status).toBe(401);
  await call('POST', '/users/logout', { token: person.token });
  expect((await change(person, PASSWORD)).status).toBe(401);
});
