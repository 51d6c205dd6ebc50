import { randomUUID } from 'node:crypto';
import { anonymous } from '@selfdb/server/auth/principal';
import { createDatabase } from '@selfdb/server/db/database';
import { rows, value } from '@selfdb/server/testing/postgres';
import { expect, inject, it } from 'vitest';
import { createPerson, createSession, stateOf } from '../testing/people.ts';
import { openSession } from './repository.ts';

const knownAddresses = async (userId: string) =>
  (await rows('select address from selfdb.known_addresses where user_id = $1 order by 1', [userId])).map(
    ({ address }) => address,
  );

const db = createDatabase({ url: inject('databaseUrl'), gatewayUrl: inject('gatewayUrl') });

it('a login with cleanup deletes expired rows, and nothing else', async () => {
  const person = await createPerson();
  const expired = await createSession(person.userId);
  await rows(`update selfdb.sessions set expires_at = now() where id = $1`, [expired.id]);
  const mark = randomUUID();
  await rows(
    `insert into selfdb.login_failures (subject, failures, failed_at) values
       ('account_at_address:old' || $1, 3, now() - interval '4 min'),
       ('account_at_address:new' || $1, 3, now() - interval '2 min'),
       ('session:old' || $1, 3, now() - interval '4 min'), ('session:new' || $1, 3, now() - interval '2 min'),
       ('account:old' || $1, 3, now() - interval '40 s'), ('account:new' || $1, 3, now() - interval '20 s'),
       ('address:old' || $1, 3, now() - interval '4 s'), ('address:new' || $1, 30, now() - interval '4 s')`,
    [mark],
  );
  await rows(
    `insert into selfdb.known_addresses values ($1, 'old', now() - interval '91 days'), ($1, 'new', now() - interval '89 days')`,
    [person.userId],
  );
  const { claims } = await openSession(db, anonymous, {
    userId: person.userId,
    passwordHash: String((await stateOf(person.userId))?.password_hash),
    rehashed: undefined,
    network: mark,
    address: mark,
    userAgent: undefined,
    accountAtAddress: { kind: 'account_at_address', key: mark, maxFailures: 4 },
    ttlSeconds: 60,
    cleanUp: true,
  });
  expect(claims).toMatchObject({ userId: person.userId });
  expect(await value('select count(*)::int from selfdb.sessions where user_id = $1', [person.userId])).toBe(
    2,
  );
  const left = await rows(
    `select subject from selfdb.login_failures where subject like '%' || $1 order by 1`,
    [mark],
  );
  expect(left.map(({ subject }) => subject)).toEqual(
    ['account:new', 'account_at_address:new', 'address:new', 'session:new'].map((kind) => kind + mark),
  );
  expect(await knownAddresses(person.userId)).toEqual([mark, 'new'].sort());
});
