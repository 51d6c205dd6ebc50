import { randomUUID } from 'node:crypto';
import { rows, value } from '@selfdb/server/testing/postgres';
import { expect, it } from 'vitest';
import { call, gatewayRequests } from '../testing/client.ts';
import { createAdmin, createPerson, type Person, stateOf } from '../testing/people.ts';

const remove = (caller: Person, target: Person) =>
  call('DELETE', `/users/${target.userId}`, { token: caller.token });

/** Creates a table and a snippet of the user. */
async function own(person: Person): Promise<{ table: unknown; snippet: unknown }> {
  const name = `public.t_${randomUUID().replaceAll('-', '')}`;
  await rows(`create table ${name} (id int)`);
  const table = await value(
    `insert into selfdb.tables (relid, owner_id, updated_at) values ($1::regclass, $2, 'yesterday') returning id`,
    [name, person.userId],
  );
  const snippet = await value(
    `insert into selfdb.sql_snippets (owner_id, name, sql_code) values ($1, 'n', 'select 1') returning id`,
    [person.userId],
  );
  await rows(
    `insert into selfdb.sql_history (user_id, query, read_only, success, execution_time_ms) values ($1, 'q', true, true, 1)`,
    [person.userId],
  );
  return { table, snippet };
}

async function expectOwner({ table, snippet }: { table: unknown; snippet: unknown }, ownerId: unknown) {
  const [row] = await rows(
    `select owner_id, version, updated_at > 'today' as touched from selfdb.tables where id = $1`,
    [table],
  );
  expect(row).toEqual({ owner_id: ownerId, version: '2', touched: true });
  expect(await value('select owner_id from selfdb.sql_snippets where id = $1', [snippet])).toBe(ownerId);
}

it('transfers what the user owned to the deleting ADMIN, in one gateway request', async () => {
  const [person, older, admin] = [await createPerson(), await createAdmin(), await createAdmin()];
  expect(await stateOf(older.userId)).toMatchObject({ role: 'ADMIN', is_active: true });
  const things = await own(person);
  expect(
    await gatewayRequests(async () => {
      expect(await remove(admin, person)).toMatchObject({
        status: 200,
        body: {
          status: 'deleted',
          message: expect.any(String),
          id: person.userId,
          user_id: person.userId,
          deleted_id: person.userId,
        },
      });
    }),
  ).toBe(1);
  expect(await stateOf(person.userId)).toBeUndefined();
  await expectOwner(things, admin.userId);
  expect((await remove(admin, person)).status).toBe(404);
});

it.each(['USER', 'ADMIN'] as const)(
  'transfers what a leaving %s owned to the oldest active ADMIN',
  async (role) => {
    const person = await createPerson({ role });
    await rows(`update selfdb.users set created_at = 'epoch' where id = $1`, [person.userId]);
    const [oldest, inactive] = [await createAdmin(), await createAdmin({ isActive: false })];
    await rows(`update selfdb.users set created_at = created_at - interval '10 years' where id = any ($1)`, [
      [oldest.userId, inactive.userId],
    ]);
    await rows(`update selfdb.users set created_at = created_at - interval '1 year' where id = $1`, [
      inactive.userId,
    ]);
    const things = await own(person);
    expect((await remove(person, person)).status).toBe(200);
    await expectOwner(things, oldest.userId);
    await rows('update selfdb.users set created_at = now() where id = $1', [oldest.userId]);
  },
);

it('deletes once of 20 simultaneous deletions', async () => {
  const [person, admin] = [await createPerson(), await createAdmin()];
  const answers = await Promise.all(Array.from({ length: 20 }, () => remove(admin, person)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 404)).toHaveLength(19);
});
