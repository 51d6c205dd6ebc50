import { expect, it } from 'vitest';
import { SECRETS } from '../testing/secrets.ts';
import { allowOrigins } from './cors.ts';
import { createApp } from './create-app.ts';

const SETTINGS = { ...SECRETS, DATABASE_URL: 'postgres://user:password@db.invalid/name', LOG_LEVEL: 'error' };

let origins = ['*'];
const app = createApp(
  'api',
  allowOrigins(async () => origins),
);
app.get('/thing', (c) => c.json({}));
const call = (init: RequestInit) => app.request('http://test/thing', init, SETTINGS);

it('any origin may call when all are allowed, but without credentials of the browser', async () => {
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

it('refuses a socket of an origin that is not allowed, and of no other', async () => {
  origins = ['https://a.example'];
  const open = async (headers: Record<string, string>) =>
    (await call({ headers: { Upgrade: 'websocket', ...headers } })).status;
  expect(await open({ Origin: 'https://b.example' })).toBe(403);
  expect([await open({ Origin: 'https://a.example' }), await open({})]).toEqual([200, 200]);
});
