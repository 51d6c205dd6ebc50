import { describe, expect, it } from 'vitest';
import { expectProblem, expectStatus } from '../expectations.ts';
import { createTable } from '../tables.ts';
import { admin, client, UNKNOWN_ID } from '../world.ts';

const WRONG: [string, string, string[]][] = [
  ['PUT', '/users', ['GET', 'POST']],
  ['DELETE', '/users', ['GET', 'POST']],
  ['DELETE', '/users/token/refresh', ['POST']],
  ['GET', '/users/me/password', ['POST']],
  ['PUT', `/users/${UNKNOWN_ID}`, ['GET', 'PATCH', 'DELETE']],
  ['PATCH', '/tables', ['GET', 'POST']],
  ['PUT', `/tables/${UNKNOWN_ID}`, ['GET', 'PATCH', 'DELETE']],
  ['DELETE', `/tables/${UNKNOWN_ID}/columns`, ['POST']],
  ['PUT', `/tables/${UNKNOWN_ID}/data`, ['GET', 'POST', 'PATCH', 'DELETE']],
  ['POST', `/tables/${UNKNOWN_ID}/data/${UNKNOWN_ID}`, ['GET', 'PATCH', 'DELETE']],
  ['GET', '/sql/query', ['POST']],
  ['PUT', '/sql/history', ['GET', 'DELETE']],
  ['PUT', '/sql/snippets', ['GET', 'POST']],
  ['POST', '/system/status', ['GET']],
  ['POST', '/health', ['GET']],
  ['DELETE', '/openapi.json', ['GET']],
];

describe('a method that a route does not have', () => {
  it.each(WRONG)('%s %s is 405 and Allow names the others', async (method, path, allowed) => {
    for (const variant of [path, `${path}/`]) {
      const answer = await admin.call(method, variant);
      expectProblem(answer, 405);
      const names = (answer.headers.get('allow') ?? '').split(',').map((name) => name.trim());
      for (const name of allowed) expect(names).toContain(name);
      expect(names).not.toContain(method);
    }
  });
});

describe('a route that does not exist', () => {
  it.each(['/nope', '/users/me/nope', '/tables/x/y/z/w', '/sql', '/system', '/users/me/password/x'])(
    '%s is 404 with a body of the usual shape',
    async (path) => expectProblem(await admin.get(path), 404),
  );
});

describe('the trailing slash', () => {
  it.each([
    '/users/me',
    '/users',
    '/users/count',
    '/tables',
    '/tables/count',
    '/sql/history',
    '/sql/snippets',
    '/system/status',
  ])('%s answers the same with and without it, and redirects nowhere', async (path) => {
    const query = path === '/users' || path === '/tables' ? { limit: 1 } : {};
    const bare = await admin.get(path, query);
    const slashed = await admin.get(`${path}/`, query);
    expectStatus(bare, 200);
    expectStatus(slashed, 200);
  });

  it.each(['/health', '/docs', '/redoc', '/openapi.json'])(
    'the open route %s has both forms',
    async (path) => {
      const bare = await client.call('GET', path, { apiKey: null });
      const slashed = await client.call('GET', `${path}/`, { apiKey: null });
      expectStatus(bare, 200);
      expectStatus(slashed, 200);
      expect(slashed.headers.get('content-type')).toBe(bare.headers.get('content-type'));
    },
  );

  it('a table and its rows answer in both forms, query included', async () => {
    const table = await createTable(admin);
    for (const slash of ['', '/']) {
      expectStatus(await admin.get(`/tables/${table.id}${slash}`), 200);
      const row = await admin.post<{ id: string }>(`/tables/${table.id}/data${slash}`, { title: 'x' });
      expectStatus(row, 201);
      expectStatus(await admin.get(`/tables/${table.id}/data${slash}`, { page_size: 1 }), 200);
      expectStatus(await admin.get(`/tables/${table.id}/data/${row.body.id}${slash}`), 200);
      expectStatus(await admin.patch(`/tables/${table.id}/data/${row.body.id}${slash}`, { title: 'y' }), 200);
      expectStatus(await admin.del(`/tables/${table.id}/data/${row.body.id}${slash}`), 204);
    }
  });
});
