import { randomUUID } from 'node:crypto';
import type { Person } from '@selfdb/server/testing/people';
import { rows } from '@selfdb/server/testing/postgres';
import { expect, it } from 'vitest';
import { call } from '../../testing/client.ts';
import { createPerson } from '../testing/client.ts';

interface Snippet {
  id: string;
  name: string;
  sql_code: string;
  description: string | null;
  is_shared: boolean;
  owner_id: string;
  created_at: string;
  updated_at: string;
}

const create = ({ token }: Person, snippet: object) =>
  call<Snippet>('POST', '/sql/snippets', { token, json: { name: 'n', sql_code: 'select 1', ...snippet } });
const change = ({ token }: Person, id: string, json: object) =>
  call<Snippet>('PATCH', `/sql/snippets/${id}`, { token, json });
const remove = ({ token }: Person, id: string) => call('DELETE', `/sql/snippets/${id}`, { token });
const list = ({ token }: Person, query = '') => call<Snippet[]>('GET', `/sql/snippets${query}`, { token });

it('is created with its defaults', async () => {
  const admin = await createPerson();
  const { status, body } = await create(admin, { name: 'Éléphants 🐘' });
  expect(status).toBe(201);
  expect(body).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
    name: 'Éléphants 🐘',
    sql_code: 'select 1',
    description: null,
    is_shared: false,
    owner_id: admin.userId,
    created_at: expect.stringMatching(/Z$/),
    updated_at: expect.stringMatching(/Z$/),
  });
  expect((await list(admin)).body).toContainEqual(body);
});

it('is visible to other administrators if it is shared', async () => {
  const [admin, other] = [await createPerson(), await createPerson()];
  const mark = randomUUID();
  const mine = await create(admin, { name: `${mark} private` });
  await create(admin, { name: `${mark} shared`, is_shared: true });
  const names = async (person: Person) =>
    (await list(person, `?search=${mark}&sort_by=name&sort_order=asc`)).body.map(({ name }) => name);
  expect(await names(admin)).toEqual([`${mark} private`, `${mark} shared`]);
  expect(await names(other)).toEqual([`${mark} shared`]);
  expect((await change(admin, mine.body.id, { is_shared: true })).status).toBe(200);
  expect(await names(other)).toEqual([`${mark} private`, `${mark} shared`]);
});

it('can be changed partly, and its description removed', async () => {
  const admin = await createPerson();
  const { body: before } = await create(admin, { description: 'old' });
  const { body: after } = await change(admin, before.id, { name: 'new', description: null });
  expect(after).toEqual({ ...before, name: 'new', description: null, updated_at: after.updated_at });
  expect(after.updated_at > before.updated_at).toBe(true);
  expect((await change(admin, before.id, {})).body).toEqual(after);
});

it('may be changed and deleted by any administrator', async () => {
  const [admin, other] = [await createPerson(), await createPerson()];
  const { body } = await create(admin, {});
  expect((await change(other, body.id, { sql_code: 'select 2' })).body).toMatchObject({
    sql_code: 'select 2',
    owner_id: admin.userId,
  });
  const removed = await remove(other, body.id);
  expect([removed.status, removed.text]).toEqual([204, '']);
  expect((await remove(other, body.id)).status).toBe(404);
  expect((await change(admin, body.id, { name: 'x' })).status).toBe(404);
  expect((await list(admin)).body).not.toContainEqual(expect.objectContaining({ id: body.id }));
});

it('is found by name, code and description, literally, in pages and in order', async () => {
  const admin = await createPerson();
  const mark = randomUUID();
  await create(admin, { name: `a ${mark}` });
  await create(admin, { name: 'c', sql_code: `select '${mark}_'` });
  await create(admin, { name: 'b', description: `${mark}%` });
  const names = async (query: string) => (await list(admin, query)).body.map(({ name }) => name);
  expect(await names(`?search=${mark}`)).toEqual(['b', 'c', `a ${mark}`]);
  expect(await names(`?search=${mark}%25`)).toEqual(['b']);
  expect(await names(`?search=${mark}_`)).toEqual(['c']);
  expect(await names(`?search=${mark}&sort_by=name&sort_order=asc&skip=1&limit=1`)).toEqual(['b']);
});

it.each([
  [{ name: '' }, 'name'],
  [{ name: ' ' }, 'name'],
  [{ name: 'x'.repeat(201) }, 'name'],
  [{ name: 'a\0' }, 'name'],
  [{ sql_code: '' }, 'sql_code'],
  [{ is_shared: 'yes' }, 'is_shared'],
  [{ owner_id: randomUUID() }, 'owner_id'],
])('refuses %j', async (wrong, field) => {
  const admin = await createPerson();
  const { body } = await create(admin, {});
  for (const answer of [await create(admin, wrong), await change(admin, body.id, wrong)]) {
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      detail: expect.arrayContaining([expect.objectContaining({ loc: ['body', field] })]),
    });
  }
});

it('is for administrators, and reveals nothing to others', async () => {
  const [admin, user, gone] = [await createPerson(), await createPerson('USER'), await createPerson()];
  const { body } = await create(admin, { is_shared: true });
  await rows('update selfdb.users set is_active = false where id = $1', [gone.userId]);
  for (const [person, status] of [
    [user, 403],
    [gone, 401],
    [{ ...user, token: 'forged' }, 401],
  ] as const) {
    expect((await list(person)).status).toBe(status);
    expect((await create(person, {})).status).toBe(status);
    expect((await change(person, body.id, { name: 'x' })).status).toBe(status);
    expect((await change(person, randomUUID(), { name: 'x' })).status).toBe(status);
    expect((await remove(person, body.id)).status).toBe(status);
  }
  expect((await call('GET', '/sql/snippets')).status).toBe(401);
  expect((await list(admin)).body).toContainEqual(body);
});
