import { beforeAll, describe, expect, it } from 'vitest';
import { expectProblem, expectStatus } from '../expectations.ts';
import { AUTH_MATRIX, operationKey } from '../matrix/auth-matrix.ts';
import type { Things } from '../matrix/operation.ts';
import { type DocumentedOperation, operationsOf, readDocument, snippetFields } from '../openapi/document.ts';
import { thingsOf } from '../openapi/things.ts';
import { createTable, insertRows } from '../world/tables.ts';
import { client, createAdmin, type Person } from '../world/users.ts';

/** What clients send for the last part, and how they write a path's end. */
const ENDS = ['..', '.', '%2e%2e', '%2E', ''];

let boss: Person;
let things: Things;

beforeAll(async () => {
  boss = await createAdmin();
  things = await thingsOf(boss, boss, (await snippetFields()).code);
});

const matrix = new Map(
  Object.entries(AUTH_MATRIX).map(([key, operation]) => {
    const [method = '', path = ''] = key.split(' ');
    return [operationKey(method, path), operation];
  }),
);

/** PATCH and DELETE of what the last part of a path names. What a function is called with is its own affair. */
const changes = operationsOf(await readDocument()).filter(
  ({ key, method, path }) =>
    ['PATCH', 'DELETE'].includes(method) && /\/\{[^}]+\}\/?$/.test(path) && !matrix.get(key)?.isPassedOn,
);

function pathOf({ key }: DocumentedOperation): string {
  const path = matrix.get(key)?.path?.(things);
  if (path === undefined) throw new Error(`The auth matrix has no path for ${key}`);
  return path;
}

function send({ key, method }: DocumentedOperation, path: string) {
  const operation = matrix.get(key);
  return client.call(method, path, {
    token: boss.tokens.access_token,
    ...(operation?.body ? { json: operation.body(things) } : {}),
    ...(operation?.bytes === undefined ? {} : { body: operation.bytes }),
    ...(operation?.headers ? { headers: operation.headers(things) } : {}),
  });
}

/** Whatever a collapsed path could reach, as it stands. */
async function everything(): Promise<unknown[]> {
  const { tableId, rowId, userId, snippetId, bucketId, fileId } = things;
  const snippets = await boss.get<{ id: string }[]>('/sql/snippets', { limit: 1000 });
  const history = await boss.get<unknown[]>('/sql/history');
  const paths = [
    `/tables/${tableId}`,
    `/tables/${tableId}/data`,
    `/tables/${tableId}/data/${rowId}`,
    `/users/${userId}`,
    `/storage/buckets/${bucketId}`,
    `/storage/files/${fileId}`,
  ];
  const bodies = await Promise.all(paths.map(async (path) => (await boss.get(path)).body));
  return [...bodies, snippets.body.find(({ id }) => id === snippetId), history.body.length];
}

it('there are such operations', () => expect(changes.length).toBeGreaterThanOrEqual(8));

describe.each(changes.map((operation) => [operation.key, operation] as const))('%s', (_key, operation) => {
  it('has no form with a slash at its end', async () => {
    const before = await everything();
    expectProblem(await send(operation, `${pathOf(operation)}/`), 404);
    expect(await everything()).toEqual(before);
  });

  it.each(ENDS)('changes nothing when the name is "%s" and the client collapses it', async (end) => {
    const before = await everything();
    const parent = pathOf(operation).replace(/[^/]+$/, '');
    expectStatus(await send(operation, parent + end), 404, 405, 422);
    expect(await everything()).toEqual(before);
  });
});

it.each(['..', '.'])(
  'the row called %s is read, changed and deleted by a filter or another column',
  async (key) => {
    const table = await createTable(boss, {
      table_schema: { id: { type: 'text' }, code: { type: 'text', unique: true }, title: { type: 'text' } },
    });
    await insertRows(boss, table, [
      { id: key, code: 'a', title: 'x' },
      { id: 'other', code: 'b', title: 'x' },
    ]);
    const data = `/tables/${table.id}/data`;
    const query = { filter: JSON.stringify({ id: key }) };
    const read = await boss.get<{ data: unknown[] }>(data, query);
    expect(read.body.data).toMatchObject([{ id: key, title: 'x' }]);
    expectStatus(await boss.call('PATCH', data, { query, json: { title: 'y' } }), 200);
    expect((await boss.get(`${data}/a`, { id_column: 'code' })).body).toMatchObject({ id: key, title: 'y' });
    expectStatus(await boss.call('DELETE', `${data}/a`, { query: { id_column: 'code' } }), 200);
    expect((await boss.get<{ data: unknown[] }>(data)).body.data).toMatchObject([
      { id: 'other', title: 'x' },
    ]);
  },
);
