import { randomUUID } from 'node:crypto';
import { newEmail } from '@selfdb/server/testing/people';
import type { User } from '@selfdb/shared/users/schema';
import { beforeAll, expect, it } from 'vitest';
import { call } from '../testing/client.ts';
import { createAdmin, createPerson, type Person } from '../testing/people.ts';

const mark = randomUUID().slice(0, 8);
let admin: Person;

beforeAll(async () => {
  admin = await createAdmin();
  await createPerson({ firstName: `${mark}%x`, lastName: 'Bravo', email: newEmail('C') });
  await createPerson({ firstName: `${mark}_x`, lastName: 'Charlie', email: newEmail('a') });
  await createPerson({ firstName: `${mark}\\x`, lastName: 'Alpha', email: newEmail('b') });
});

const list = (query: Record<string, string>) =>
  call<User[]>('GET', `/users/?${new URLSearchParams(query)}`, { token: admin.token });
const names = async (query: Record<string, string>) =>
  (await list({ search: mark, ...query })).body.map((user) => user.lastName);

it('lists user objects, newest first', async () => {
  const { status, body } = await list({ search: mark, limit: '1' });
  expect(status).toBe(200);
  const [found] = body;
  expect(body).toEqual([
    {
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      email: expect.stringMatching(/^b\./),
      firstName: `${mark}\\x`,
      lastName: 'Alpha',
      role: 'USER',
      isActive: true,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updatedAt: expect.stringMatching(/Z$/),
      created_at: found?.createdAt,
      updated_at: found?.updatedAt,
    },
  ]);
  expect(await names({})).toEqual(['Alpha', 'Charlie', 'Bravo']);
});

it.each([
  ['created_at', ['Bravo', 'Charlie', 'Alpha']],
  ['email', ['Charlie', 'Alpha', 'Bravo']],
  ['last_name', ['Alpha', 'Bravo', 'Charlie']],
  ['createdAt', ['Bravo', 'Charlie', 'Alpha']],
  ['lastName', ['Alpha', 'Bravo', 'Charlie']],
])('sorts by %s in both orders, and skips', async (sort_by, expected) => {
  expect(await names({ sort_by, sort_order: 'asc' })).toEqual(expected);
  expect(await names({ sort_by, sort_order: 'desc' })).toEqual([...expected].reverse());
  expect(await names({ sort_by, sort_order: 'asc', skip: '1', limit: '1' })).toEqual([expected[1]]);
  expect(await names({ sort_by, skip: '3' })).toEqual([]);
});

it.each(['%x', '_x', '\\x', '%X'])('finds %s literally, in any case', async (text) => {
  expect((await list({ search: mark + text })).body).toHaveLength(1);
  const count = await call('GET', `/users/count?${new URLSearchParams({ search: mark + text })}`, {
    token: admin.token,
  });
  expect(count).toMatchObject({ status: 200, body: { count: 1 } });
});

it('ignores the case of letters outside ASCII', async () => {
  const name = randomUUID();
  await createPerson({ lastName: `Ärger Ωmega ${name}` });
  expect((await list({ search: `äRGER ωMEGA ${name}` })).body).toHaveLength(1);
});

it.each([
  ['skip', '-1'],
  ['limit', '0'],
  ['limit', '1001'],
  ['limit', '1e1'],
  ['sort_by', 'password_hash'],
  ['sort_order', 'up'],
  ['search', 'x'.repeat(101)],
  ['search', 'a\0b'],
  ['nonsense', '1'],
])('refuses %s=%s with 422 that names the parameter', async (name, text) => {
  expect(await list({ [name]: text })).toMatchObject({
    status: 422,
    body: { detail: [{ loc: ['query', name] }], code: 'validation_error' },
  });
});
