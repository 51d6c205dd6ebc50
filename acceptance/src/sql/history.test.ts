import { beforeAll, describe, expect, it } from 'vitest';
import {
  expectDeleted,
  expectInvalid,
  expectProblem,
  expectStatus,
  expectUserDeleted,
} from '../expectations.ts';
import { snippetFields } from '../openapi/document.ts';
import { admin, anyone, createAdmin, createPerson, marker, type Person, UNKNOWN_ID } from '../world/users.ts';

let boss: Person;
let user: Person;
let codeField: string;
let sharedField: string;

beforeAll(async () => {
  [boss, user] = [await createAdmin(), await createPerson()];
  ({ code: codeField, shared: sharedField } = await snippetFields());
});

describe('/sql/history', () => {
  it('keeps what its user ran, newest first, failures too, and shows it to no other user', async () => {
    const [first, second] = [marker('h'), marker('h')];
    await boss.post('/sql/query', { query: `select '${first}'` });
    await boss.post('/sql/query', { query: `select '${second}' from nowhere` });
    const answer = await boss.get<unknown[]>('/sql/history');
    expectStatus(answer, 200);
    expect(Array.isArray(answer.body)).toBe(true);
    const positions = [second, first].map((word) =>
      answer.body.findIndex((entry) => JSON.stringify(entry).includes(word)),
    );
    expect(positions).toEqual([0, 1]);
    expect((await admin.get('/sql/history', { limit: 1000 })).text).not.toContain(first);
  });

  it('takes skip and limit', async () => {
    await boss.post('/sql/query', { query: 'select 1' });
    await boss.post('/sql/query', { query: 'select 2' });
    const all = await boss.get<unknown[]>('/sql/history');
    expect((await boss.get<unknown[]>('/sql/history', { skip: 1, limit: 1 })).body).toEqual(
      all.body.slice(1, 2),
    );
    expectInvalid(await boss.get('/sql/history', { limit: 0 }), 'query', 'limit');
  });

  it('is deleted for its user alone', async () => {
    const [mine, theirs] = [await createAdmin(), marker('h')];
    await boss.post('/sql/query', { query: `select '${theirs}'` });
    await mine.post('/sql/query', { query: 'select 1' });
    expectStatus(await mine.del('/sql/history'), 204);
    expect((await mine.get('/sql/history')).body).toEqual([]);
    expect((await boss.get('/sql/history')).text).toContain(theirs);
    expectUserDeleted(await admin.del(`/users/${mine.id}`));
  });

  it('takes an entry for SQL that ran elsewhere, also with the field names of 0.0.5', async () => {
    const [query, earlier] = [marker('h'), marker('h')];
    const entry = { query, read_only: true, execution_time_ms: 2.5, row_count: 3, error: null };
    const added = await boss.post<{ id: string }>('/sql/history', entry);
    expectStatus(added, 201);
    expect(added.body).toMatchObject({ ...entry, success: true });
    const old = { query: earlier, isReadOnly: false, executionTime: 7, rowCount: 0, error: 'no such table' };
    const addedLater = await boss.post('/sql/history', old);
    expectStatus(addedLater, 201);
    const names = { read_only: false, execution_time_ms: 7, row_count: 0 };
    expect(addedLater.body).toMatchObject({ ...names, query: earlier, success: false, error: old.error });
    const { body } = await boss.get<unknown[]>('/sql/history', { limit: 2 });
    expect(body).toEqual([addedLater.body, added.body]);
    expect((await admin.get('/sql/history', { limit: 1000 })).text).not.toContain(query);
    expectInvalid(await boss.post('/sql/history', { query: '' }), 'body', 'query');
    expectInvalid(await boss.post('/sql/history', { query, colour: 'red' }), 'body', 'colour');
  });

  it('is for an ADMIN', async () => {
    for (const path of ['/sql/history', '/sql/snippets']) {
      expectProblem(await anyone.get(path), 401);
      expectProblem(await user.get(path), 403);
    }
    expectProblem(await user.del('/sql/history'), 403);
    expectProblem(await user.post('/sql/history', { query: 'select 1' }), 403);
    expectProblem(await user.post('/sql/snippets', { name: marker('s'), [codeField]: 'select 1' }), 403);
  });
});

describe('/sql/snippets', () => {
  const make = (owner: Person, over: object = {}) =>
    owner.post<{ id: string; name: string }>('/sql/snippets', {
      name: marker('snip'),
      [codeField]: 'select 42',
      ...over,
    });
  const sees = async (reader: Pick<Person, 'get'>, name: string) =>
    (await reader.get('/sql/snippets', { limit: 1000 })).text.includes(name);

  it('are made, listed, changed and deleted', async () => {
    const made = await make(boss);
    expectStatus(made, 201);
    const { id, name } = made.body;
    const list = await boss.get<{ id: string }[]>('/sql/snippets');
    expect(list.body.find((snippet) => snippet.id === id)).toEqual(made.body);
    const changed = await boss.patch(`/sql/snippets/${id}`, {
      name: `${name}-new`,
      [codeField]: 'select 43',
    });
    expectStatus(changed, 200);
    expect(changed.body).toMatchObject({ id, name: `${name}-new`, [codeField]: 'select 43' });
    expectDeleted(await boss.del(`/sql/snippets/${id}`));
    expect(await sees(boss, name)).toBe(false);
    expectProblem(await boss.del(`/sql/snippets/${id}`), 404);
    expectProblem(await boss.patch(`/sql/snippets/${id}`, { name: 'x' }), 404);
  });

  it('are listed for others only while they are shared', async () => {
    const other = await createAdmin();
    const { id, name } = (await make(boss)).body;
    expect(await sees(other, name)).toBe(false);
    expectStatus(await boss.patch(`/sql/snippets/${id}`, { [sharedField]: true }), 200);
    expect(await sees(other, name)).toBe(true);
    await boss.patch(`/sql/snippets/${id}`, { [sharedField]: false });
    expect(await sees(other, name)).toBe(false);
    expect(await sees(boss, name)).toBe(true);
    expectUserDeleted(await admin.del(`/users/${other.id}`));
  });

  it('are held to the rules', async () => {
    expectInvalid(await boss.post('/sql/snippets', { [codeField]: 'select 1' }), 'body', 'name');
    expectInvalid(await make(boss, { name: '' }), 'body', 'name');
    expectInvalid(await make(boss, { [codeField]: 5 }), 'body', codeField);
    expectInvalid(await make(boss, { [sharedField]: 'yes' }), 'body', sharedField);
    expectInvalid(await make(boss, { colour: 'red' }), 'body', 'colour');
    expectProblem(await make(boss, { name: 'a\u0000b' }), 400, 422);
    for (const id of [UNKNOWN_ID, 'x', '%00'])
      expectProblem(await boss.patch(`/sql/snippets/${id}`, { name: 'x' }), 400, 404, 422);
  });
});
