import { hashPassword } from '@selfdb/server/auth/password';
import { PASSWORD } from '@selfdb/server/testing/people';
import { rows, value } from '@selfdb/server/testing/postgres';
import { afterAll, expect, it } from 'vitest';
import { call, gatewayRequests } from '../testing/client.ts';
import { createPerson, type Person, stateOf } from '../testing/people.ts';
import { whileWaiting } from '../testing/while-waiting.ts';

const SCRYPT = 'scrypt$32768$8$3$jNsp0Ia8wE4ssDZN2iJVcw==$P1T8jKrLR+PtG0LO5lh2NHnO/E8MTm9wlrZWPLOsmzg=';
const BCRYPT = '$2b$10$lovRTT.9AxO43dQGxeDCeutjp4Wa0QPWmO5ULB35bYRfRZq2z6csK';
const NEW = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/;

async function createOlder(hash: string): Promise<Person> {
  const person = await createPerson();
  await rows('update selfdb.users set password_hash = $2 where id = $1', [person.userId, hash]);
  return person;
}

const logIn = async ({ email }: Person, password = PASSWORD) =>
  (await call('POST', '/users/token', { json: { email, password } })).status;
const hashOf = async ({ userId }: Person) => String((await stateOf(userId))?.password_hash);

// Every failure is padded as long as an older hash exists.
afterAll(() => rows("delete from selfdb.users where password_hash not like '$argon2id$%'"));

it.each([
  ['scrypt', SCRYPT],
  ['bcrypt', BCRYPT],
])('replaces a hash of %s, in the two requests of a login', async (_name, hash) => {
  const person = await createOlder(hash);
  expect(await logIn(person, 'wrong')).toBe(401);
  expect(await hashOf(person)).toBe(hash);
  expect(await gatewayRequests(async () => expect(await logIn(person)).toBe(200))).toBe(2);
  const fresh = await hashOf(person);
  expect(fresh).toMatch(NEW);
  expect([await logIn(person), await logIn(person, 'wrong'), await hashOf(person)]).toEqual([
    200,
    401,
    fresh,
  ]);
});

it('lets in all of 8 simultaneous logins that find the older hash', async () => {
  const person = await createOlder(SCRYPT);
  const statuses = await Promise.all(Array.from({ length: 8 }, () => logIn(person)));
  expect(statuses).toEqual(Array.from({ length: 8 }, () => 200));
  expect(await hashOf(person)).toMatch(NEW);
});

it('does not bring back a password that was changed while the older hash was checked', async () => {
  const person = await createOlder(SCRYPT);
  const changed = await hashPassword('another one');
  const status = await whileWaiting(
    () => logIn(person),
    () => rows('update selfdb.users set password_hash = $2 where id = $1', [person.userId, changed]),
  );
  expect(status).toBe(401);
  expect(await hashOf(person)).toBe(changed);
});

it('keeps the hash of a user who is deactivated, and opens no session', async () => {
  const person = await createOlder(SCRYPT);
  await rows('update selfdb.users set is_active = false where id = $1', [person.userId]);
  expect(await logIn(person)).toBe(403);
  expect(await hashOf(person)).toBe(SCRYPT);
});

it('changes a password that has an older hash', async () => {
  const person = await createOlder(BCRYPT);
  const json = { current_password: PASSWORD, new_password: 'a better pass phrase' };
  expect((await call('POST', '/users/me/password', { token: person.token, json })).status).toBe(200);
  expect(await logIn(person, 'a better pass phrase')).toBe(200);
  expect(await value('select count(*)::int from selfdb.users where password_hash = $1', [BCRYPT])).toBe(0);
});
