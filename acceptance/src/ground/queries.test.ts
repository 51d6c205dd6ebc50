import { describe, expect, it } from 'vitest';
import { expectInvalid, expectStatus } from '../expectations.ts';
import { admin, client } from '../world/users.ts';

/** Of every worker, with parameters and without. */
const ROUTES = [
  ...['/', '/health', '/docs', '/redoc', '/openapi.json', '/docs/start.js'],
  ...['/system/status', '/tables/', '/tables/count', '/sql/history', '/sql/snippets'],
  ...['/users/', '/users/me', '/users/count'],
  ...['/storage/buckets/', '/storage/files/', '/storage/files/stats', '/storage/files/total-count'],
  '/realtime/status',
];

describe('the query of a request', () => {
  it.each(ROUTES)('of %s may hold nothing that is not known', async (path) => {
    const ask = (query: string) => admin.call('GET', `${path}?${query}`);
    expectInvalid(await ask('nope=1'), 'query', 'nope');
    expectInvalid(await ask('=1'), 'query', '');
    expectInvalid(await ask('='), 'query', '');
    expectStatus(await ask(''), 200);
    expectStatus(await ask('&&'), 200);
  });

  it.each(['/tables/', '/users/', '/storage/buckets/', '/sql/history'])(
    'of %s may hold a parameter once',
    async (path) => {
      expectStatus(await admin.call('GET', `${path}?limit=1`), 200);
      for (const query of ['limit=1&limit=2', 'limit=1&limit=1']) {
        const answer = await admin.call('GET', `${path}?${query}`);
        expectInvalid(answer, 'query', 'limit');
        expect(answer.text).toContain('was sent more than once');
      }
    },
  );

  it('of a download and of a socket is looked at, too', async () => {
    expectInvalid(await client.call('GET', '/storage/files/download/some/a?=1'), 'query', '');
    expectInvalid(await client.call('GET', '/storage/files/signed?token=x&=1'), 'query', '');
    expectInvalid(await client.call('GET', '/realtime/socket?=1'), 'query', '');
    expectInvalid(await admin.call('POST', '/storage/files/upload?=1', { body: 'x' }), 'query');
  });
});
