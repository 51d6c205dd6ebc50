import type { Problem } from '@selfdb/server/testing/client';
import { newEmail, PASSWORD } from '@selfdb/server/testing/people';
import { rows, value } from '@selfdb/server/testing/postgres';
import type { Tokens } from '@selfdb/shared/users/schema';
import { expect, it } from 'vitest';
import { hashQueue } from '../passwords/hashing.ts';
import { call, gatewayRequests } from '../testing/client.ts';
import { createPerson, createSession } from '../testing/people.ts';
import { whileWaiting } from '../testing/while-waiting.ts';

const logIn = <T = Problem>(email: string, password = PASSWORD, address?: string) =>
  call<T>('POST', '/users/token', {
    json: { email, password },
    headers: address === undefined ? {} : { 'X-SelfDB-Client-Address': address },
  });

const form = (fields: Record<string, string>) =>
  call<Tokens>('POST', '/users/token/', { body: new URLSearchParams(fields) });

const failuresOf = (subject: string) =>
  value('select failures from selfdb.login_failures where subject = $1', [subject]);

const atAddress = (email: string, address: string) =>
  `account_at_address:${address.slice(0, 64)} ${email.toLowerCase()}`;

/** Records failures of a subject, the last one a number of seconds ago. */
const fail = (subject: string, failures: number, secondsAgo = 0) =>
  rows(
    `insert into selfdb.login_failures values ($1, $2, now() - make_interval(secs => $3))
     on conflict (subject) do update set failures = excluded.failures, failed_at = excluded.failed_at`,
    [subject, failures, secondsAgo],
  );

async function hashes(work: () => Promise<unknown>): Promise<number> {
  const before = hashQueue.stats().done;
  await work();
  return hashQueue.stats().done - before;
}

it('returns working tokens of a new session, and deletes the failures of the account', async () => {
  const person = await createPerson({ email: newEmail('MiXed') });
  const address = newEmail('address');
  await logIn(person.email, 'wrong', address);
  expect(await failuresOf(atAddress(person.email, address))).toBe(1);
  const answer = await logIn<Tokens>(person.email.toUpperCase(), PASSWORD, address);
  expect(answer).toMatchObject({
    status: 200,
    body: { token_type: 'bearer', expires_in: 3600, access_token: expect.any(String) },
  });
  expect(Object.keys(answer.body)).toHaveLength(4);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const me = await call<{ id: string }>('GET', '/users/me', { token: answer.body.access_token });
  expect(me).toMatchObject({ status: 200, body: { id: person.userId } });
  expect(await failuresOf(atAddress(person.email, address))).toBeUndefined();
  expect(await value('select first_login_at is not null from selfdb.instance')).toBe(true);
});

it('takes two gateway requests, also if it fails, and one if it is slowed', async () => {
  const person = await createPerson();
  expect(await gatewayRequests(() => logIn(person.email))).toBe(2);
  const address = newEmail('address');
  expect(await gatewayRequests(() => logIn(person.email, 'wrong', address))).toBe(2);
  await fail(atAddress(person.email, address), 40);
  expect(await gatewayRequests(() => logIn(person.email, 'wrong', address))).toBe(1);
});

it('accepts the OAuth2 password form', async () => {
  const { email } = await createPerson();
  const answer = await form({ grant_type: 'password', username: email, password: PASSWORD, scope: '' });
  expect(answer).toMatchObject({ status: 200, body: { token_type: 'bearer' } });
  expect(await form({ username: email, password: 'wrong' })).toMatchObject({ status: 401 });
  expect(await form({ username: email })).toMatchObject({
    status: 422,
    body: { detail: [{ loc: ['body', 'password'] }] },
  });
  expect(await form({ username: email, password: PASSWORD, nonsense: '1' })).toMatchObject({
    status: 422,
    body: { detail: [{ loc: ['body', 'nonsense'], type: 'unknown_field' }] },
  });
});

it('accepts an e-mail with spaces around it', async () => {
  const { email } = await createPerson();
  expect((await logIn(` ${email}\t`)).status).toBe(200);
  expect((await form({ username: `${email} `, password: PASSWORD })).status).toBe(200);
  expect((await logIn(email, `${PASSWORD} `)).status).toBe(401);
});

it.each([
  ['another content type', 415, { body: 'x', headers: { 'Content-Type': 'text/plain' } }],
  ['another kind of form', 415, { body: new FormData() }],
  ['a body without a content type', 415, { body: new Blob(['{}']) }],
  ['no body', 422, {}],
  ['broken JSON', 400, { body: '{"email"', headers: { 'Content-Type': 'application/json' } }],
  ['an unknown field', 422, { json: { email: 'a@b.cd', password: 'x', extra: 1 } }],
  ['an array', 422, { json: [] }],
  ['a body over the limit', 413, { json: { email: 'a@b.cd', password: 'x'.repeat(200_000) } }],
])('refuses %s with %i and hashes nothing', async (_name, status, options) => {
  expect(
    await hashes(async () => {
      expect(await call('POST', '/users/token', options)).toMatchObject({ status });
    }),
  ).toBe(0);
});

it('answers a wrong e-mail like a wrong password: the same body after one hash', async () => {
  const person = await createPerson();
  const answers: Problem[] = [];
  for (const email of [person.email, newEmail('nobody')]) {
    const count = await hashes(async () => {
      const answer = await logIn(email, 'not the password');
      expect(answer.status).toBe(401);
      answers.push(answer.body);
    });
    expect(count).toBe(1);
  }
  const [known, unknown] = answers.map(({ detail, code }) => ({ detail, code }));
  expect(unknown).toEqual(known);
});

it('answers 403 to an inactive user who knows the password, and 401 to one who does not', async () => {
  const person = await createPerson({ isActive: false });
  expect(await logIn(person.email)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  expect(await logIn(person.email, 'wrong')).toMatchObject({ status: 401 });
  expect(await value('select count(*)::int from selfdb.sessions where user_id = $1', [person.userId])).toBe(
    1,
  );
});

it('refuses a bearer whose session has ended, and opens no session', async () => {
  const person = await createPerson();
  await rows('update selfdb.sessions set revoked_at = now() where id = $1', [person.id]);
  const json = { email: person.email, password: PASSWORD };
  expect(await call('POST', '/users/token', { json, token: person.token })).toMatchObject({ status: 401 });
  const other = await createSession(person.userId);
  expect(await call('POST', '/users/token', { json, token: other.token })).toMatchObject({ status: 200 });
});

it('slows an account at an address after failures, without hashing, for a time that doubles', async () => {
  const [email, address] = [newEmail('nobody'), newEmail('address')];
  for (let i = 0; i < 4; i++) expect((await logIn(email, 'wrong', address)).status).toBe(401);
  const count = await hashes(async () => {
    const slowed = await logIn(email, 'wrong', address);
    expect(slowed).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
    expect(slowed.headers.get('retry-after')).toBe('1');
  });
  expect(count).toBe(0);
  expect(await failuresOf(atAddress(email, address))).toBeCloseTo(4, 0);
  for (const [failures, seconds] of [
    [5, '2'],
    [7, '8'],
    [9.5, '46'],
    [500, '60'],
  ] as const) {
    await fail(atAddress(email, address), failures);
    expect((await logIn(email, 'wrong', address)).headers.get('retry-after')).toBe(seconds);
  }
});

it('accepts the right password again when the wait is over', async () => {
  const [person, address] = [await createPerson(), newEmail('address')];
  await fail(atAddress(person.email, address), 40, 59.5);
  expect((await logIn(person.email, PASSWORD, address)).status).toBe(429);
  await fail(atAddress(person.email, address), 40, 61);
  expect((await logIn(person.email, PASSWORD, address)).status).toBe(200);
});

it('checks no more parallel guesses than sequential ones', async () => {
  const [person, address] = [await createPerson(), newEmail('address')];
  const count = await hashes(async () => {
    const guesses = Array.from({ length: 20 }, (_, i) => logIn(person.email, `guess ${i}`, address));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(4);
    expect(statuses.filter((status) => status === 429)).toHaveLength(16);
  });
  // The stopped attempts had a turn too.
  expect(count).toBe(20);
  expect(await failuresOf(atAddress(person.email, address))).toBeCloseTo(4, 0);
});

it('slows an address that tries many accounts, and no other address', async () => {
  const address = newEmail('address');
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => logIn(newEmail('nobody'), 'wrong', address)),
  );
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(6);
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(6);
  for (const answer of refused) expect(answer.headers.get('retry-after')).toBe('1');
  const person = await createPerson();
  await fail(`address:${address.slice(0, 64)}`, 6);
  expect((await logIn(person.email, PASSWORD, address)).status).toBe(429);
  expect((await logIn(person.email)).status).toBe(200);
});

const sessionsOf = (userId: string) =>
  value('select count(*)::int from selfdb.sessions where user_id = $1', [userId]);

// A hash of another form would slow every failed login of this run.
it.each(["password_hash = '$argon2id$x'", 'is_active = false'])(
  'opens no session when %s is set while it waits to hash',
  async (change) => {
    const person = await createPerson();
    const answer = await whileWaiting(
      () => logIn(person.email),
      () => rows(`update selfdb.users set ${change} where id = $1`, [person.userId]),
    );
    expect(answer.status).toBe(401);
    expect(await sessionsOf(person.userId)).toBe(1);
  },
);

it('opens no session when that of the bearer ends while it waits to hash', async () => {
  const person = await createPerson();
  const json = { email: person.email, password: PASSWORD };
  const answer = await whileWaiting(
    () => call('POST', '/users/token', { json, token: person.token }),
    () => rows('update selfdb.sessions set revoked_at = now() where id = $1', [person.id]),
  );
  expect(answer.status).toBe(401);
  expect(await sessionsOf(person.userId)).toBe(1);
});
