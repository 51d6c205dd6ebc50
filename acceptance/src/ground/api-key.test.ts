import { describe, expect, it } from 'vitest';
import { expectProblem, expectStatus } from '../expectations.ts';
import { admin, anyone, client, newUser, system, UNKNOWN_ID } from '../world/users.ts';

const GUARDED: [string, string][] = [
  ['GET', '/users/'],
  ['GET', '/users/count'],
  ['POST', '/users/'],
  ['POST', '/users/token'],
  ['POST', '/users/token/refresh'],
  ['POST', '/users/logout'],
  ['POST', '/users/logout/all'],
  ['GET', '/users/me'],
  ['PATCH', '/users/me'],
  ['POST', '/users/me/password'],
  ['GET', `/users/${UNKNOWN_ID}`],
  ['GET', '/tables/'],
  ['GET', '/tables/count'],
  ['POST', '/tables/'],
  ['GET', `/tables/${UNKNOWN_ID}`],
  ['GET', `/tables/${UNKNOWN_ID}/data`],
  ['POST', `/tables/${UNKNOWN_ID}/columns`],
  ['POST', '/sql/query'],
  ['GET', '/sql/history'],
  ['GET', '/sql/snippets'],
  ['GET', '/system/status'],
  ['GET', '/storage/buckets/'],
  ['POST', '/storage/buckets/'],
  ['GET', '/storage/buckets/count'],
  ['GET', `/storage/buckets/${UNKNOWN_ID}`],
  ['PATCH', `/storage/buckets/${UNKNOWN_ID}`],
  ['DELETE', `/storage/buckets/${UNKNOWN_ID}`],
  ['GET', '/storage/files/'],
  ['GET', '/storage/files/stats'],
  ['GET', '/storage/files/total-count'],
  ['GET', '/storage/files/count'],
  ['POST', '/storage/files/upload'],
  ['POST', '/storage/files/move'],
  ['POST', '/storage/files/delete'],
  ['GET', `/storage/files/${UNKNOWN_ID}`],
  ['PATCH', `/storage/files/${UNKNOWN_ID}`],
  ['DELETE', `/storage/files/${UNKNOWN_ID}`],
  ['POST', `/storage/files/${UNKNOWN_ID}/move`],
  ['POST', `/storage/files/${UNKNOWN_ID}/copy`],
  ['POST', `/storage/files/${UNKNOWN_ID}/sign`],
  ['GET', '/storage/files/download/no-such-bucket/a.txt'],
  ['POST', '/storage/files/tus'],
  ['PATCH', `/storage/files/tus/${UNKNOWN_ID}`],
  ['DELETE', `/storage/files/tus/${UNKNOWN_ID}`],
  ['GET', `/storage/jobs/${UNKNOWN_ID}`],
  ['POST', '/storage/sweep'],
];

describe('the API key', () => {
  it.each(GUARDED)('is asked for by %s %s', async (method, path) => {
    const body = method === 'GET' ? {} : { json: {} };
    const without = await client.call(method, path, { ...body, apiKey: null });
    expectProblem(without, 401);
    const wrong = await client.call(method, path, { ...body, apiKey: 'wrong' });
    expectProblem(wrong, 401);
    const longer = await client.call(method, path, { ...body, apiKey: `${system.apiKey}x` });
    expectProblem(longer, 401);
  });

  it('is asked for even from an administrator with a good token', async () => {
    expectProblem(await admin.call('GET', '/users/me', { apiKey: null }), 401);
  });

  it('counts only as a header on HTTP routes, so that it stays out of logs', async () => {
    const answer = await client.call('GET', '/tables/', {
      apiKey: null,
      query: { 'X-API-Key': system.apiKey },
    });
    expectProblem(answer, 401);
  });

  it('is checked before anything is written', async () => {
    const user = newUser();
    expectProblem(await client.call('POST', '/users/', { json: user, apiKey: null }), 401);
    const found = await admin.get<{ count: number }>('/users/count', { search: user.email });
    expect(found.body).toEqual({ count: 0 });
  });

  it('is asked for by HEAD, whose 401 has no body', async () => {
    for (const path of ['/storage/files/download/no-such-bucket/a', `/storage/files/tus/${UNKNOWN_ID}`]) {
      const answer = await client.call('HEAD', path, { apiKey: null });
      expectStatus(answer, 401);
      expect(answer.text).toBe('');
    }
  });

  it.each(['/', '/health', '/docs', '/redoc', '/openapi.json'])('is not needed for %s', async (path) => {
    expectStatus(await client.call('GET', path, { apiKey: null }), 200);
  });

  it('alone lets a caller read the list of public tables', async () => {
    expectStatus(await anyone.get('/tables/'), 200);
  });
});
