import { randomUUID } from 'node:crypto';
import { PASSWORD } from '@selfdb/server/testing/people';
import { duringTransaction, value } from '@selfdb/server/testing/postgres';
import { expect, it } from 'vitest';
import { call } from '../testing/client.ts';
import { createAdmin, createPerson, isSessionAlive, type Person } from '../testing/people.ts';

const logIn = ({ email }: Person) => call('POST', '/users/token', { json: { email, password: PASSWORD } });

it.each([
  ['deactivated', 'is_active = false'],
  ['given another password', `password_hash = '$argon2id$x'`],
])('a login waits for a user who is being %s, and opens no session', async (_name, change) => {
  const person = await createPerson();
  const update = `update selfdb.users set ${change} where id = $1`;
  const answer = await duringTransaction([[update, [person.userId]]], () => logIn(person));
  expect(answer.status).toBe(401);
  expect(await value('select count(*)::int from selfdb.sessions where user_id = $1', [person.userId])).toBe(
    1,
  );
});

it.each([
  ['a demotion', { role: 'USER' }],
  ['a deactivation', { isActive: false }],
  ['a password set by an ADMIN', { password: 'another one' }],
])('%s waits for a session that is being opened, and ends it', async (_name, json) => {
  const [admin, person] = [await createAdmin(), await createAdmin()];
  const session = randomUUID();
  const answer = await duringTransaction(
    [
      ['select from selfdb.users where id = $1 for share', [person.userId]],
      [
        `insert into selfdb.sessions (id, user_id, refresh_id, expires_at) values ($1, $2, $1, now() + interval '1 h')`,
        [session, person.userId],
      ],
    ],
    () => call('PATCH', `/users/${person.userId}`, { token: admin.token, json }),
  );
  expect(answer.status).toBe(200);
  expect(await isSessionAlive(session)).toBe(false);
});

it('a password change waits for a session that is being opened, and ends it', async () => {
  const person = await createPerson();
  const session = randomUUID();
  const json = { current_password: PASSWORD, new_password: 'another one' };
  const answer = await duringTransaction(
    [
      ['select from selfdb.users where id = $1 for share', [person.userId]],
      [
        `insert into selfdb.sessions (id, user_id, refresh_id, expires_at) values ($1, $2, $1, now() + interval '1 h')`,
        [session, person.userId],
      ],
    ],
    () => call('POST', '/users/me/password', { token: person.token, json }),
  );
  expect(answer.status).toBe(200);
  expect(await isSessionAlive(session)).toBe(false);
});

it('a deletion waits for a snippet that is being created, and transfers it', async () => {
  const [admin, person] = [await createAdmin(), await createPerson()];
  const snippet = randomUUID();
  const insert = `insert into selfdb.sql_snippets (id, owner_id, name, sql_code) values ($1, $2, 'n', 'q')`;
  const answer = await duringTransaction([[insert, [snippet, person.userId]]], () =>
    call('DELETE', `/users/${person.userId}`, { token: admin.token }),
  );
  expect(answer.status).toBe(200);
  expect(await value('select owner_id from selfdb.sql_snippets where id = $1', [snippet])).toBe(admin.userId);
});
