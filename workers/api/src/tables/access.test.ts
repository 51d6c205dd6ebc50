import type { Problem } from '@selfdb/server/testing/client';
import { rows, value } from '@selfdb/server/testing/postgres';
import { Access } from '@selfdb/shared/contract/access';
import type { Table } from '@selfdb/shared/tables/schema';
import { expect, it } from 'vitest';
import { call, gatewayRequests } from '../testing/client.ts';
import { createAdmin, createPerson } from '../testing/people.ts';
import { createTable, newName } from '../testing/tables.ts';

type Answered = Table & Problem;
const ACCESSES = Access.options;
const shown = (access: Access) => ({ access, public: access === 'public' });

it.each(ACCESSES)('a table created for %s has that access, and can be given another', async (access) => {
  const { token } = await createPerson();
  const json = { name: newName(), table_schema: {}, access };
  const made = await call<Table>('POST', '/tables', { token, json });
  expect([made.status, made.body]).toEqual([201, expect.objectContaining(shown(access))]);
  for (const to of [...ACCESSES, access]) {
    const changed = await call<Table>('PATCH', `/tables/${made.body.id}`, { token, json: { access: to } });
    expect([changed.status, changed.body]).toEqual([200, expect.objectContaining(shown(to))]);
  }
  const described = await call<Table>('PATCH', `/tables/${made.body.id}`, {
    token,
    json: { description: 'x' },
  });
  expect(described.body).toMatchObject(shown(access));
});

it('a table that is not public is for its owner by default', async () => {
  const { table, id, owner } = await createTable({}, { access: 'public' });
  expect(table).toMatchObject(shown('public'));
  const json = { public: false };
  const changed = await call<Table>('PATCH', `/tables/${id}`, { token: owner.token, json });
  expect(changed.body).toMatchObject(shown('owner'));
  const made = await call<Table>('POST', '/tables', {
    token: owner.token,
    json: { name: newName(), table_schema: {} },
  });
  expect(made.body).toMatchObject(shown('owner'));
});

it.each<[Record<string, unknown>]>([
  [{ public: true, access: 'users' }],
  [{ public: true, access: 'owner' }],
  [{ public: false, access: 'public' }],
  [{ access: 'everyone' }],
  [{ access: 'USERS' }],
  [{ access: '' }],
])('%j is ambiguous: 422, and nothing is created or changed', async (body) => {
  const { table, owner } = await createTable({}, { access: 'users' });
  const name = newName();
  for (const answer of [
    await call<Answered>('POST', '/tables', {
      token: owner.token,
      json: { name, table_schema: {}, ...body },
    }),
    await call<Answered>('PATCH', `/tables/${table.id}`, { token: owner.token, json: body }),
  ]) {
    expect([answer.status, answer.body.detail]).toEqual([
      422,
      [expect.objectContaining({ loc: ['body', 'access'] })],
    ]);
  }
  expect(await value('select to_regclass($1)', [`public.${name}`])).toBeNull();
  expect((await call('GET', `/tables/${table.id}`, { token: owner.token })).body).toEqual(table);
});

it('a table for users is visible, listed and counted for users only', async () => {
  const mark = newName('seen');
  const owner = await createPerson();
  for (const access of ['public', 'users', 'owner'] as const) {
    await createTable({}, { owner, access, name: `${mark}_${access}` });
  }
  const query = `?search=${mark}&sort_by=name&sort_order=asc`;
  const everything = ['owner', 'public', 'users'];
  for (const [token, expected] of [
    [undefined, ['public']],
    [(await createPerson()).token, ['public', 'users']],
    [owner.token, everything],
    [(await createAdmin()).token, everything],
  ] as const) {
    const requests = await gatewayRequests(async () => {
      const { body } = await call<Table[]>('GET', `/tables${query}`, { token });
      expect(body.map(({ access }) => access)).toEqual(expected);
    });
    const count = await call<{ count: number }>('GET', `/tables/count?search=${mark}`, { token });
    expect([requests, count.body.count]).toEqual([1, expected.length]);
  }
});

it('a table created with SQL is for its owner', async () => {
  const [admin, name] = [await createAdmin(), newName('made')];
  await rows(`create table public.${name} (id int)`);
  const { body } = await call<Table[]>('GET', `/tables?search=${name}`, { token: admin.token });
  expect(body).toMatchObject([{ name, ...shown('owner') }]);
});
