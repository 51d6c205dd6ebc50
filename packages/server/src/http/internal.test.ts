import { describe, expect, it } from 'vitest';
import { signInternalToken } from '../auth/tokens.ts';
import type { Bindings } from './context.ts';
import { createApp } from './create-app.ts';
import { forward, forwardedAddress, isWell, requireInternal } from './internal.ts';
import { publicUrl } from './request/public-url.ts';

const SETTINGS = {
  DATABASE_URL: 'postgres://user:password@db.invalid/name',
  SECRET_KEY: 'secret-key-for-tests-0123456789abcdef',
  API_KEY: 'api-key-for-tests-0123456789abcdef',
  INTERNAL_SECRET: 'internal-secret-for-tests-0123456789',
  LOG_LEVEL: 'error',
};

interface DoorBindings extends Bindings {
  OWNER: Fetcher;
}

const owner = createApp('auth');
owner.use(requireInternal());
owner.get('/internal/health', (c) => c.json({ status: 'ok' }));
owner.get('/users/moved', (c) => c.redirect('/users/there'));
owner.all('/users/*', async (c) =>
  c.json(
    {
      method: c.req.method,
      url: c.req.url,
      key: c.req.header('X-API-Key'),
      depth: c.req.header('X-SelfDB-Depth'),
      address: forwardedAddress(c),
      link: publicUrl(c, '/x'),
      body: await c.req.text(),
    },
    201,
    { 'X-Own': 'yes' },
  ),
);

const door = createApp<DoorBindings>('api');
door.all('/users/*', (c) => forward(c, c.env.OWNER));
door.get('/well', async (c) => c.json(await isWell(c, c.env.OWNER)));

const reachable = {
  fetch: (input: RequestInfo | URL, init?: RequestInit) => owner.fetch(new Request(input, init), SETTINGS),
};
const ill = { fetch: async () => new Response('', { status: 500 }) };
const gone = { fetch: () => Promise.reject(new Error('connect ECONNREFUSED 127.0.0.1:8431')) };

async function call(path: string, init: RequestInit = {}, OWNER: object = reachable) {
  const response = await door.request(`http://door${path}`, init, { ...SETTINGS, OWNER });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined };
}

describe('a forwarded request', () => {
  it('keeps method, path, query, headers and body, and brings the answer back as it is', async () => {
    const init = { method: 'PUT', headers: { 'X-API-Key': 'k', 'X-Request-Id': 'mine' }, body: 'the body' };
    const { status, headers, body } = await call('/users/a%20b?x=1&x=2', init);
    expect([status, headers.get('X-Own'), headers.get('X-Request-Id')]).toEqual([201, 'yes', 'mine']);
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(body).toMatchObject({
      method: 'PUT',
      url: 'http://door/users/a%20b?x=1&x=2',
      key: 'k',
      body: 'the body',
    });
  });

  it('cannot bring an internal token or an address of its own', async () => {
    const headers = { 'X-SelfDB-Internal': 'forged', 'X-SelfDB-Client-Address': '10.0.0.1' };
    const { status, body } = await call('/users/x', { headers });
    expect([status, body.address]).toEqual([201, 'unknown']);
  });

  it('carries the depth that the host of functions tells, and never one from a client', async () => {
    const depthOf = async (headers: Record<string, string>) =>
      (await call('/users/x', { headers: { 'X-SelfDB-Depth': '8', ...headers } })).body.depth;
    expect(await depthOf({})).toBeUndefined();
    expect(await depthOf({ 'X-SelfDB-Internal': 'forged' })).toBeUndefined();
    expect(await depthOf({ 'X-SelfDB-Internal': await signInternalToken(SETTINGS.INTERNAL_SECRET) })).toBe(
      '8',
    );
  });

  it('carries the public URL of the API, and never one from the client', async () => {
    const headers = { 'X-SelfDB-Public-Base': 'https://evil.example', 'X-Forwarded-Host': 'evil.example' };
    expect((await call('/users/x', { headers })).body.link).toBe('http://door/x');
  });

  it('is not sent elsewhere by a redirect', async () => {
    expect((await call('/users/moved')).status).toBe(302);
  });

  it('to a worker that is gone is 503, and tells no address', async () => {
    const { status, headers, body } = await call('/users/x', {}, gone);
    expect([status, headers.get('Retry-After'), body.code]).toEqual([503, '1', 'unavailable']);
    expect(JSON.stringify(body)).not.toMatch(/127|8431/);
    expect((await call('/users/x', { method: 'POST', body: 'the body' }, gone)).status).toBe(503);
  });

  it('whose body breaks off is 400 when the worker is well', async () => {
    const breaking = {
      fetch: (to: RequestInfo, init?: RequestInit) =>
        to instanceof Request ? gone.fetch() : reachable.fetch(to, init),
    };
    const { status, body } = await call('/users/x', { method: 'POST', body: 'the' }, breaking);
    expect([status, body.code]).toEqual([400, 'bad_request']);
  });
});

it('a worker is well when it says so', async () => {
  expect((await call('/well')).body).toBe(true);
  expect((await call('/well', {}, ill)).body).toBe(false);
  expect((await call('/well', {}, gone)).body).toBe(false);
});

describe('the port of a worker', () => {
  const knock = async (headers: Record<string, string>) =>
    (await owner.request('http://owner/internal/health', { headers }, SETTINGS)).status;

  it('serves only requests with the internal token', async () => {
    expect(await knock({ 'X-SelfDB-Internal': await signInternalToken(SETTINGS.INTERNAL_SECRET) })).toBe(200);
    expect(await knock({})).toBe(401);
    expect(await knock({ 'X-SelfDB-Internal': 'x' })).toBe(401);
    expect(await knock({ 'X-SelfDB-Internal': await signInternalToken(SETTINGS.SECRET_KEY) })).toBe(401);
    expect(await knock({ 'X-API-Key': SETTINGS.API_KEY })).toBe(401);
  });
});
