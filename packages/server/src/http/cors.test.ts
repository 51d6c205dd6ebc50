import { expect, it } from 'vitest';
import { isAllowedOrigin } from './cors.ts';
import { createApp } from './create-app.ts';

const SETTINGS = {
  DATABASE_URL: 'postgres://user:password@db.invalid/name',
  SECRET_KEY: 'secret-key-for-tests-0123456789abcdef',
  API_KEY: 'api-key-for-tests-0123456789abcdef',
  INTERNAL_SECRET: 'internal-secret-for-tests-0123456789',
};

const app = createApp('api');
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

it('an origin is allowed when it is named, to the letter, or when any is', () => {
  expect(isAllowedOrigin('*', 'https://any.example')).toBe(true);
  expect(isAllowedOrigin('https://a.example, https://b.example', 'https://b.example')).toBe(true);
  for (const origin of ['https://c.example', 'https://a.example.evil.com', 'http://a.example', 'null', '']) {
    expect(isAllowedOrigin('https://a.example, https://b.example', origin)).toBe(false);
  }
});
