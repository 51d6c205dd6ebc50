import { describe, expect, it } from 'vitest';
import { expectProblem, expectStatus } from '../expectations.ts';
import { createBucket, downloadPath, store } from '../world/storage.ts';
import { createTable } from '../world/tables.ts';
import { admin, client, UNKNOWN_ID } from '../world/users.ts';

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
  ['PUT', '/sql/history', ['GET', 'POST', 'DELETE']],
  ['PUT', '/sql/snippets', ['GET', 'POST']],
  ['POST', '/system/status', ['GET']],
  ['POST', '/health', ['GET']],
  ['DELETE', '/openapi.json', ['GET']],
  ['PUT', '/storage/buckets', ['GET', 'POST']],
  ['PUT', `/storage/buckets/${UNKNOWN_ID}`, ['GET', 'PATCH', 'DELETE']],
  ['POST', '/storage/buckets/count', ['GET']],
  ['DELETE', '/storage/files', ['GET']],
  ['PUT', `/storage/files/${UNKNOWN_ID}`, ['GET', 'PATCH', 'DELETE']],
  ['GET', `/storage/files/${UNKNOWN_ID}/move`, ['POST']],
  ['GET', `/storage/files/${UNKNOWN_ID}/copy`, ['POST']],
  ['GET', `/storage/files/${UNKNOWN_ID}/sign`, ['POST']],
  ['POST', '/storage/files/stats', ['GET']],
  ['PUT', '/storage/files/upload', ['POST']],
  ['POST', '/storage/files/download/some-bucket/a.txt', ['GET', 'HEAD']],
  ['POST', '/storage/files/signed', ['GET', 'HEAD']],
  ['DELETE', `/storage/jobs/${UNKNOWN_ID}`, ['GET']],
  ['GET', '/storage/sweep', ['POST']],
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

describe('405 comes before', () => {
  it.each([
    ['PATCH', '/users/count'],
    ['DELETE', '/tables/count'],
    ['PATCH', '/storage/buckets/count'],
    ['DELETE', '/storage/files/stats'],
    ['PUT', '/storage/files/upload'],
    ['PUT', '/storage/files/tus'],
    ['PUT', `/storage/files/tus/${UNKNOWN_ID}`],
    ['POST', '/tables/count'],
    ['PUT', `/tables/${UNKNOWN_ID}/data`],
    ['DELETE', '/users/me'],
    ['POST', '/realtime/status'],
    ['POST', '/health'],
  ])('what is wrong with query and body of %s %s', async (method, path) => {
    const headers = { 'Content-Type': 'application/json' };
    const answer = await admin.call(method, path, { query: { nope: 1 }, body: '{', headers });
    expectProblem(answer, 405);
    expect(answer.headers.get('allow')).toMatch(/[A-Z]/);
  });
});

describe('a route that does not exist', () => {
  it.each([
    '/nope',
    '/users/me/nope',
    '/tables/x/y/z/w',
    '/sql',
    '/system',
    '/users/me/password/x',
    '/storage',
    '/storage/nope',
    `/storage/files/${UNKNOWN_ID}/nope`,
    `/storage/buckets/${UNKNOWN_ID}/files`,
  ])('%s is 404 with a body of the usual shape', async (path) => expectProblem(await admin.get(path), 404));
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
    '/storage/buckets',
    '/storage/buckets/count',
    '/storage/files',
    '/storage/files/stats',
    '/storage/files/total-count',
    '/storage/files/count',
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

  it('a bucket and its files answer in both forms', async () => {
    const bucket = await createBucket(admin, { public: true });
    const file = await store(admin, bucket, 'a.txt', 'x');
    const paths = [
      `/storage/buckets/${bucket.id}`,
      `/storage/files/${file.id}`,
      downloadPath(bucket, 'a.txt'),
    ];
    for (const path of paths) {
      for (const slash of ['', '/']) expectStatus(await admin.get(path + slash), 200);
    }
    const signed = await admin.post<{ url: string }>(`/storage/files/${file.id}/sign/`, { expires_in: 60 });
    const { pathname, search } = new URL(signed.body.url);
    expectStatus(await client.call('GET', `${pathname}/${search}`, { apiKey: null }), 200);
    const query = { bucket_id: bucket.id, path: 'b.txt' };
    expectStatus(await admin.call('POST', '/storage/files/upload/', { query, body: 'x' }), 201);
  });

  it('a table and its rows answer in both forms, query included', async () => {
    const table = await createTable(admin);
    for (const slash of ['', '/']) {
      expectStatus(await admin.get(`/tables/${table.id}${slash}`), 200);
      const row = await admin.post<{ id: string }>(`/tables/${table.id}/data${slash}`, { title: 'x' });
      expectStatus(row, 201);
      expectStatus(await admin.get(`/tables/${table.id}/data${slash}`, { page_size: 1 }), 200);
      expectStatus(await admin.get(`/tables/${table.id}/data/${row.body.id}${slash}`), 200);
      const filter = JSON.stringify({ id: row.body.id });
      const rows = `/tables/${table.id}/data${slash}`;
      expectStatus(await admin.call('PATCH', rows, { query: { filter }, json: { title: 'y' } }), 200);
      expectStatus(await admin.call('DELETE', rows, { query: { filter } }), 200);
    }
  });
});
