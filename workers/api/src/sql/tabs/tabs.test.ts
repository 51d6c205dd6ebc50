import { randomUUID } from 'node:crypto';
import type { Person } from '@selfdb/server/testing/people';
import { duringTransaction, rows } from '@selfdb/server/testing/postgres';
import type { SqlTab } from '@selfdb/shared/sql/tab';
import { expect, it } from 'vitest';
import { call, gatewayRequests } from '../../testing/client.ts';
import { createPerson } from '../testing/client.ts';

const open = ({ token }: Person, tab: object = {}) =>
  call<SqlTab>('POST', '/sql/tabs', { token, json: { name: 'Tab', ...tab } });
const change = ({ token }: Person, id: string, json: object) =>
  call<SqlTab>('PATCH', `/sql/tabs/${id}`, { token, json });
const close = ({ token }: Person, id: string) => call('DELETE', `/sql/tabs/${id}`, { token });
const list = ({ token }: Person, query = '') => call<SqlTab[]>('GET', `/sql/tabs${query}`, { token });
const namesOf = async (person: Person) => (await list(person)).body.map(({ name }) => name);

it('opens empty and after the last tab, each call in one gateway request', async () => {
  const admin = await createPerson();
  const requests = await gatewayRequests(async () => {
    const { status, body } = await open(admin, { name: 'first' });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      name: 'first',
      query: '',
      position: 0,
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
    });
    expect((await open(admin, { name: 'second', query: 'select 1' })).body.position).toBe(1);
    expect((await list(admin)).body).toEqual([body, expect.objectContaining({ query: 'select 1' })]);
  });
  expect(requests).toBe(3);
});

it('keeps the order that its user gives it', async () => {
  const admin = await createPerson();
  const [first, , third] = [
    await open(admin, { name: 'a' }),
    await open(admin, { name: 'b' }),
    await open(admin, { name: 'c', position: 9 }),
  ];
  expect((await change(admin, third.body.id, { position: 0 })).body.position).toBe(0);
  await change(admin, first.body.id, { position: 5 });
  expect(await namesOf(admin)).toEqual(['c', 'b', 'a']);
  expect((await list(admin, '?skip=1&limit=1')).body.map(({ name }) => name)).toEqual(['b']);
});

it('is saved by the last write, unless that write knows an older version', async () => {
  const admin = await createPerson();
  const { body: opened } = await open(admin);
  const { body: saved } = await change(admin, opened.id, { query: 'select 1' });
  expect(saved).toEqual({ ...opened, query: 'select 1', updated_at: saved.updated_at });
  expect(saved.updated_at > opened.updated_at).toBe(true);
  const late = await change(admin, opened.id, { query: 'select 2', updated_at: opened.updated_at });
  expect([late.status, late.text]).toEqual([409, expect.stringContaining('changed elsewhere')]);
  expect((await list(admin)).body).toEqual([saved]);
  const next = await change(admin, opened.id, { query: 'select 3', updated_at: saved.updated_at });
  expect(next.body.query).toBe('select 3');
  expect((await change(admin, opened.id, { query: '' })).body.query).toBe('');
});

it('lets one of many writes of the same version through', async () => {
  const admin = await createPerson();
  const { body } = await open(admin);
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      change(admin, body.id, { query: `select ${i}`, updated_at: body.updated_at }),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(409)]);
});

it('belongs to one user alone, and is deleted with them', async () => {
  const [admin, other] = [await createPerson(), await createPerson()];
  const { body } = await open(admin);
  expect((await list(other)).body).toEqual([]);
  expect((await change(other, body.id, { name: 'x' })).status).toBe(404);
  expect((await close(other, body.id)).status).toBe(404);
  expect((await list(admin)).body).toEqual([body]);
  expect((await close(admin, body.id)).status).toBe(204);
  expect((await close(admin, body.id)).status).toBe(404);
  await open(other);
  await rows('delete from selfdb.users where id = $1', [other.userId]);
  expect(await rows('select from selfdb.sql_tabs where user_id = $1', [other.userId])).toEqual([]);
});

it('is one of at most a hundred, also when two are opened at once', async () => {
  const admin = await createPerson();
  await rows(
    `insert into selfdb.sql_tabs (user_id, name, query, position) select $1, 'n', '', i from generate_series(1, 99) i`,
    [admin.userId],
  );
  const last = await duringTransaction(
    [
      ['select from selfdb.users where id = $1 for no key update', [admin.userId]],
      [
        `insert into selfdb.sql_tabs (user_id, name, query, position) values ($1, 'n', '', 100)`,
        [admin.userId],
      ],
    ],
    () => open(admin),
  );
  expect([last.status, last.text]).toEqual([409, expect.stringContaining('You have 100 tabs.')]);
  expect((await list(admin)).body).toHaveLength(100);
});

it('is cut off in a list that would be too large', async () => {
  const admin = await createPerson();
  await rows(
    `insert into selfdb.sql_tabs (user_id, name, query, position) values ($1, 'n', repeat('x', 33554433), 0)`,
    [admin.userId],
  );
  expect((await list(admin)).body).toEqual([
    expect.objectContaining({ query: `${'x'.repeat(500)}…`, truncated: true }),
  ]);
});

it('never has the same time twice, so no version is taken for another', async () => {
  const admin = await createPerson();
  const { body } = await open(admin);
  await rows(
    `update selfdb.sql_tabs set updated_at = date_trunc('hour', now()) + interval '1 day' where id = $1`,
    [body.id],
  );
  const [tomorrow] = (await list(admin)).body;
  expect((await change(admin, body.id, {})).body.updated_at > String(tomorrow?.updated_at)).toBe(true);
});

it('is for administrators', async () => {
  const [user, gone] = [await createPerson('USER'), await createPerson()];
  await rows('update selfdb.users set is_active = false where id = $1', [gone.userId]);
  for (const [person, status] of [
    [user, 403],
    [gone, 401],
  ] as const) {
    expect((await list(person)).status).toBe(status);
    expect((await open(person)).status).toBe(status);
    expect((await change(person, randomUUID(), { name: 'x' })).status).toBe(status);
    expect((await close(person, randomUUID())).status).toBe(status);
  }
});

it.each([[{ name: '' }], [{ query: 'x'.repeat(1_000_001) }], [{ position: -1 }], [{ updated_at: 'now' }]])(
  'refuses %.60j',
  async (wrong) => {
    const admin = await createPerson();
    const { body } = await open(admin);
    expect((await change(admin, body.id, wrong)).status).toBe(422);
    expect((await open(admin, wrong)).status).toBe(422);
  },
);
