import { describe, expect, it } from 'vitest';
import type { Answer } from '../clients/client.ts';
import { expectProblem, expectStatus } from '../expectations.ts';
import { admin, anyone, client, UNKNOWN_ID } from '../world/users.ts';

const ORIGIN = 'https://app.example.org';

const SAMPLES: [string, () => Promise<Answer<unknown>>][] = [
  ['a page', () => client.call('GET', '/', { apiKey: null })],
  ['the health answer', () => client.call('GET', '/health', { apiKey: null })],
  ['a list', () => anyone.get('/tables/')],
  ['a 401', () => client.call('GET', '/users/me', { apiKey: null })],
  ['a 403 or 401', () => anyone.get('/users/')],
  ['a 404', () => admin.get('/no/such/route')],
  ['a missing thing', () => admin.get(`/tables/${UNKNOWN_ID}`)],
  ['a 405', () => admin.call('PUT', '/users/')],
  ['a 422', () => admin.get('/users/', { nope: 1 })],
  ['an answer of the auth worker', () => admin.get('/users/me')],
  ['an answer of the storage worker', () => admin.get('/storage/buckets/')],
  ['a 404 of the storage worker', () => admin.get(`/storage/files/${UNKNOWN_ID}`)],
  ['a download that is not there', () => admin.get('/storage/files/download/no-such-bucket/a')],
];

describe('headers on every answer', () => {
  it.each(SAMPLES)('%s carries X-Request-Id and nosniff', async (_name, call) => {
    const answer = await call();
    expect(answer.headers.get('x-request-id')).toBeTruthy();
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('two answers carry two request ids', async () => {
    const [first, second] = [await anyone.get('/tables/'), await anyone.get('/tables/')];
    expect(first.headers.get('x-request-id')).not.toBe(second.headers.get('x-request-id'));
  });

  it.each(['/tables/', '/users/me', '/health', '/storage/buckets/'])(
    '%s echoes the X-Request-Id of the client',
    async (path) => {
      const answer = await admin.call('GET', path, { headers: { 'X-Request-Id': 'trace-42.abc' } });
      expect(answer.headers.get('x-request-id')).toBe('trace-42.abc');
    },
  );

  it('an error repeats the request id of the client in its body', async () => {
    const answer = await anyone.call('GET', '/users/me', { headers: { 'X-Request-Id': 'trace-43' } });
    expectProblem(answer, 401);
    expect(answer.body).toMatchObject({ request_id: 'trace-43' });
  });

  it('an absurdly long request id does no harm', async () => {
    const answer = await anyone.call('GET', '/tables/', { headers: { 'X-Request-Id': 'x'.repeat(4000) } });
    expect(answer.status).toBeLessThan(500);
  });
});

describe('CORS', () => {
  it.each([
    '/users/token',
    '/tables/',
    `/tables/${UNKNOWN_ID}/data`,
    '/sql/query',
    '/storage/buckets/',
    '/storage/files/upload',
    '/storage/files/download/some-bucket/a.txt',
    '/storage/files/tus',
    `/storage/files/tus/${UNKNOWN_ID}`,
  ])('a preflight of %s passes without a key', async (path) => {
    const answer = await client.call('OPTIONS', path, {
      apiKey: null,
      headers: {
        Origin: ORIGIN,
        'Access-Control-Request-Method': 'PATCH',
        'Access-Control-Request-Headers': 'authorization,content-type,x-api-key',
      },
    });
    expectStatus(answer, 200, 204);
    expect(['*', ORIGIN]).toContain(answer.headers.get('access-control-allow-origin'));
    expect(answer.headers.get('access-control-allow-methods')).toMatch(/PATCH/);
    const allowed = answer.headers.get('access-control-allow-headers')?.toLowerCase() ?? '';
    for (const header of ['authorization', 'content-type', 'x-api-key']) expect(allowed).toContain(header);
  });

  it('an answer may be read by a page of another origin', async () => {
    const answer = await client.call('GET', '/tables/', { headers: { Origin: ORIGIN } });
    expectStatus(answer, 200);
    expect(['*', ORIGIN]).toContain(answer.headers.get('access-control-allow-origin'));
  });

  it('an error too may be read by a page of another origin', async () => {
    const answer = await client.call('GET', '/users/me', { apiKey: null, headers: { Origin: ORIGIN } });
    expectProblem(answer, 401);
    expect(['*', ORIGIN]).toContain(answer.headers.get('access-control-allow-origin'));
  });

  it('never allows credentials for every origin at once', async () => {
    const { headers } = await client.call('GET', '/tables/', { headers: { Origin: ORIGIN } });
    const both =
      headers.get('access-control-allow-origin') === '*' &&
      headers.get('access-control-allow-credentials') === 'true';
    expect(both).toBe(false);
  });
});
