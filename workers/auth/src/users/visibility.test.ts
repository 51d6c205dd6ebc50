import { randomUUID } from 'node:crypto';
import { newEmail } from '@selfdb/server/testing/people';
import type { User } from '@selfdb/shared/users/schema';
import { beforeAll, describe, expect, it } from 'vitest';
import { call } from '../testing/client.ts';
import { createAdmin, createPerson, type Person } from '../testing/people.ts';

const mark = randomUUID().slice(0, 8);
const secret = randomUUID().slice(0, 8);
let admin: Person;
let first: Person;
let second: Person;

beforeAll(async () => {
  admin = await createAdmin();
  first = await createPerson({ firstName: mark, lastName: 'First', email: newEmail(`z${secret}`) });
  second = await createPerson({ firstName: mark, lastName: 'Second', email: newEmail(`a${secret}`) });
});

const list = async ({ token }: Person, query: Record<string, string>) => {
  const answer = await call<User[]>('GET', `/users/?${new URLSearchParams(query)}`, { token });
  expect(answer.status).toBe(200);
  return answer.body;
};
const count = async ({ token }: Person, search: string) =>
  (await call<{ count: number }>('GET', `/users/count?search=${search}`, { token })).body.count;
const emails = async (caller: Person) =>
  (await list(caller, { search: mark })).map(({ lastName, email }) => [lastName, email]);

describe('an e-mail address', () => {
  it('is visible to its user and to an ADMIN, and empty for others', async () => {
    expect(await emails(first)).toEqual([
      ['Second', ''],
      ['First', first.email],
    ]);
    expect(await emails(admin)).toEqual([
      ['Second', second.email],
      ['First', first.email],
    ]);
    const shown = async (caller: Person) =>
      (await call<User>('GET', `/users/${second.userId}`, { token: caller.token })).body.email;
    expect([await shown(first), await shown(second), await shown(admin)]).toEqual([
      '',
      second.email,
      second.email,
    ]);
  });

  it('is searched only for an ADMIN', async () => {
    expect(await list(first, { search: secret })).toEqual([]);
    expect(await count(first, secret)).toBe(0);
    expect(await list(admin, { search: secret })).toHaveLength(2);
    expect(await count(admin, secret)).toBe(2);
  });

  it('sorts by the visible value, so that the order reveals nothing', async () => {
    const third = await createPerson({ firstName: mark, lastName: 'Third' });
    const order = async (caller: Person, sort_order: string) =>
      (await list(caller, { search: mark, sort_by: 'email', sort_order })).map(({ lastName }) => lastName);
    expect(await order(third, 'asc')).toEqual(['First', 'Second', 'Third']);
    expect(await order(third, 'desc')).toEqual(['Third', 'Second', 'First']);
    const [a, b] = (await order(admin, 'asc')).filter((name) => name !== 'Third');
    expect([a, b]).toEqual(['Second', 'First']);
  });
});
