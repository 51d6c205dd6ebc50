import { expect, it } from 'vitest';
import { createApp } from './create-app.ts';

const SETTINGS = {
  DATABASE_URL: 'postgres://user:password@db.invalid/name',
  SECRET_KEY: 'secret-key-for-tests-0123456789abcdef',
  API_KEY: 'api-key-for-tests-0123456789abcdef',
  INTERNAL_SECRET: 'internal-secret-for-tests-0123456789',
};

const app = createApp('test');
app.get('/thing', (c) => c.json({}));
const call = (init: RequestInit) => app.request('http://test/thing', init, SETTINGS);

it('any origin may call when nothing else is set, but without credentials of the browser', async () => {
  const { headers } = await call({ headers: { Origin: 'https://any.example' } });
  expect(headers.get('Access-Control-Allow-Origin')).toBe('*');
  expect(headers.get('Access-Control-Allow-Credentials')).toBeNull();
  const preflight = await call({
    method: 'OPTIONS',
    headers: { Origin: 'null', 'Access-Control-Request-Method': 'DELETE' },
  });
  expect([preflight.status, preflight.headers.get('Access-Control-Max-Age')]).toEqual([204, '600']);
});

it('a request without an origin gets no such header', async () => {
  expect((await call({})).headers.get('Access-Control-Allow-Origin')).toBeNull();
});
