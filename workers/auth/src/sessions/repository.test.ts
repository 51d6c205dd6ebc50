import { randomUUID } from 'node:crypto';
import { anonymous } from '@selfdb/shared/auth/principal';
import { createDatabase } from '@selfdb/shared/db/database';
import { rows, value } from '@selfdb/shared/testing/postgres';
import { expect, inject, it } from 'vitest';
import { createPerson, createSession, stateOf } from '../testing/people.ts';
import { openSession } from './repository.ts';

const db = createDatabase({ url: inject('databaseUrl'), gatewayUrl: inject('gatewayUrl') });

it('a login that sweeps removes what has expired, and nothing else', async () => {
  const person = await createPerson();
  const expired = await createSession(person.userId);
  await rows(`update selfdb.sessions set expires_at = now() where id = $1`, [expired.id]);
  const mark = randomUUID();
  await rows(
    `insert into selfdb.login_failures (subject, failures, failed_at) values
       ('account:old' || $1, 3, now() - interval '4 min'), ('account:new' || $1, 3, now() - interval '2 min'),
       ('address:old' || $1, 3, now() - interval '4 s'), ('address:new' || $1, 30, now() - interval '4 s')`,
    [mark],
  );
  const { claims } = await openSession(db, anonymous, {
    userId: person.userId,
    passwordHash: String((await stateOf(person.userId))?.password_hash),
    email: person.email,
    address: mark,
    ttlSeconds: 60,
    sweep: true,
  });
  expect(claims).toMatchObject({ userId: person.userId });
  expect(await value('select count(*)::int from selfdb.sessions where user_id = $1', [person.userId])).toBe(
    2,
  );
  const left = await rows(
    `select subject from selfdb.login_failures where subject like '%' || $1 order by 1`,
    [mark],
  );
  expect(left.map(({ subject }) => subject)).toEqual([`account:new${mark}`, `address:new${mark}`]);
});
