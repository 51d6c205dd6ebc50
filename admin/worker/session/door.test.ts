import { beforeEach, describe, expect, it } from 'vitest';
import { API_KEY, ORIGIN, StandInApi, send } from '../testing/stand-in-api.ts';

const CREDENTIALS = JSON.stringify({ email: 'a@example.com', password: 'a password' });
const COOKIE = { Cookie: `other=1; selfdb-session-3000=refresh-${crypto.randomUUID()}` };
const REMOVED = 'selfdb-session-3000=; Path=/session; Max-Age=0; HttpOnly; SameSite=Strict';
const refused = (status: number, headers = {}) =>
  Response.json({ detail: 'No.', code: 'x' }, { status, headers });

let api: StandInApi;
beforeEach(() => {
  api = new StandInApi();
  COOKIE.Cookie = `other=1; selfdb-session-3000=refresh-${crypto.randomUUID()}`;
});

const cookieOf = (answer: Response) => answer.headers.get('set-cookie');

describe('signing in', () => {
  it('gives tokens, key and user to the page, and the refresh token to the cookie only', async () => {
    const answer = await send(api, 'POST', '/session', { body: CREDENTIALS });
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({
      access_token: 'access-1',
      expires_in: 3600,
      api_key: API_KEY,
      api_url: `${ORIGIN}/api`,
      user: { role: 'ADMIN' },
    });
    expect(text).not.toContain('refresh');
    expect(cookieOf(answer)).toMatch(
      /^selfdb-session-3000=refresh-[\w-]+; Path=\/session; Max-Age=2592000; HttpOnly; SameSite=Strict$/,
    );
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('counts at the API against the address of the client', async () => {
    const headers = { 'X-Forwarded-For': '192.0.2.7', 'User-Agent': 'a browser', Cookie: 'secret=1' };
    await send(api, 'POST', '/session', { body: CREDENTIALS, headers });
    const [login] = api.asked;
    expect(Object.fromEntries(login?.headers ?? [])).toMatchObject({
      'x-forwarded-for': '192.0.2.7',
      'user-agent': 'a browser',
      'x-api-key': API_KEY,
    });
    expect(login?.headers.has('cookie')).toBe(false);
    api.answers['POST /users/token'] = () => refused(429, { 'Retry-After': '17' });
    const slowed = await send(api, 'POST', '/session', { body: CREDENTIALS });
    expect([slowed.status, slowed.headers.get('retry-after'), cookieOf(slowed)]).toEqual([429, '17', null]);
  });

  it('ends the session of a user who is no ADMIN, and tells neither token nor key', async () => {
    api.answers['GET /users/me'] = () => Response.json({ id: 'b', role: 'USER' });
    const answer = await send(api, 'POST', '/session', { body: CREDENTIALS });
    const text = await answer.text();
    expect([answer.status, cookieOf(answer)]).toEqual([403, null]);
    expect(text).toContain('Only administrators');
    expect(text).not.toMatch(/access|refresh|api-key/);
    expect(api.calls()).toEqual(['POST /users/token', 'GET /users/me', 'POST /users/logout']);
  });

  it('with the default password asks for another one, which it sets before anything else', async () => {
    const given = { email: 'a@example.com', password: 'password' };
    const asked = await send(api, 'POST', '/session', { body: JSON.stringify(given) });
    expect([asked.status, cookieOf(asked)]).toEqual([403, null]);
    expect(await asked.json()).toMatchObject({ code: 'password_change_required' });
    expect(api.calls().at(-1)).toBe('POST /users/logout');
    const same = await send(api, 'POST', '/session', {
      body: JSON.stringify({ ...given, new_password: 'password' }),
    });
    expect(same.status).toBe(422);
    const changed = await send(api, 'POST', '/session', {
      body: JSON.stringify({ ...given, new_password: 'another one' }),
    });
    expect([changed.status, cookieOf(changed)]).toEqual([200, expect.stringContaining('refresh-')]);
    expect(api.asked.at(-1)).toMatchObject({
      call: 'POST /users/me/password',
      body: JSON.stringify({ current_password: 'password', new_password: 'another one' }),
    });
  });

  it('ends the session that it replaces, and works if that fails', async () => {
    const signedIn = () => send(api, 'POST', '/session', { body: CREDENTIALS, headers: COOKIE });
    expect((await signedIn()).status).toBe(200);
    expect(api.calls().slice(-2)).toEqual(['POST /users/token/refresh', 'POST /users/logout']);
    expect(api.asked.at(-2)?.body).toContain(COOKIE.Cookie.split('3000=')[1]);
    expect(api.asked.at(-1)?.headers.get('authorization')).toBe('Bearer access-2');
    COOKIE.Cookie = `selfdb-session-3000=refresh-${crypto.randomUUID()}`;
    for (const status of [401, 500, 503]) {
      api.answers['POST /users/token/refresh'] = () => refused(status);
      const answer = await signedIn();
      expect([answer.status, cookieOf(answer)]).toEqual([200, expect.stringContaining('refresh-')]);
    }
  });

  it('over HTTPS, as trusted proxies say, makes the cookie a secure one', async () => {
    const forwarded = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'db.example' };
    const headers = { Origin: 'https://db.example', ...forwarded };
    const untrusted = await send(api, 'POST', '/session', { body: CREDENTIALS, headers });
    expect(untrusted.status).toBe(403);
    const answer = await send(api, 'POST', '/session', { body: CREDENTIALS, headers, proxies: 1 });
    expect(cookieOf(answer)).toMatch(/^__Secure-selfdb-session=refresh-.*; SameSite=Strict; Secure$/);
    expect(await answer.json()).toMatchObject({ api_url: 'https://db.example/api' });
  });
});

describe('a refresh', () => {
  it('puts the new token into the cookie', async () => {
    const answer = await send(api, 'POST', '/session/refresh', { headers: COOKIE });
    expect([answer.status, cookieOf(answer)]).toEqual([200, expect.stringMatching(/=refresh-.+HttpOnly/)]);
    expect(JSON.parse(api.asked[0]?.body ?? '')).toEqual({ refresh_token: COOKIE.Cookie.split('3000=')[1] });
  });

  it('without a cookie is 204, and asks nothing', async () => {
    const answer = await send(api, 'POST', '/session/refresh');
    expect([answer.status, await answer.text(), cookieOf(answer)]).toEqual([204, '', null]);
    expect(api.asked).toEqual([]);
  });

  it('that the API refuses removes the cookie, and not one that fails', async () => {
    for (const [status, cookie] of [
      [503, null],
      [500, null],
      [429, null],
      [401, REMOVED],
    ] as const) {
      api.answers['POST /users/token/refresh'] = () => refused(status);
      const answer = await send(api, 'POST', '/session/refresh', { headers: COOKIE });
      expect([answer.status, cookieOf(answer)]).toEqual([status, cookie]);
    }
  });

  it('keeps the new token when the API fails afterwards', async () => {
    api.answers['GET /users/me'] = () => refused(503);
    const answer = await send(api, 'POST', '/session/refresh', { headers: COOKIE });
    expect([answer.status, cookieOf(answer)]).toEqual([503, expect.stringContaining('=refresh-')]);
  });

  it('ends the session of one who is no longer an ADMIN', async () => {
    api.answers['GET /users/me'] = () => Response.json({ id: 'b', role: 'USER' });
    const answer = await send(api, 'POST', '/session/refresh', { headers: COOKIE });
    expect([answer.status, cookieOf(answer)]).toEqual([403, REMOVED]);
    expect(api.calls().at(-1)).toBe('POST /users/logout');
  });
});

describe('signing out', () => {
  it('ends the session and removes the cookie', async () => {
    const answer = await send(api, 'DELETE', '/session', { headers: COOKIE });
    expect([answer.status, cookieOf(answer)]).toEqual([204, REMOVED]);
    expect(api.calls()).toEqual(['POST /users/token/refresh', 'POST /users/logout']);
  });

  it('removes the cookie of a session that has ended, and keeps it while the API is out of reach', async () => {
    api.answers['POST /users/token/refresh'] = () => refused(503);
    const failed = await send(api, 'DELETE', '/session', { headers: COOKIE });
    expect([failed.status, cookieOf(failed)]).toEqual([503, null]);
    api.answers['POST /users/token/refresh'] = () => refused(401);
    const answer = await send(api, 'DELETE', '/session', { headers: COOKIE });
    expect([answer.status, cookieOf(answer)]).toEqual([204, REMOVED]);
  });
});

describe('a request', () => {
  it.each([
    ['of another origin', { Origin: 'http://evil.example' }, 403],
    ['of another port', { Origin: 'http://127.0.0.1:3001' }, 403],
    ['of another scheme', { Origin: 'https://127.0.0.1:3000' }, 403],
    ['of an opaque origin', { Origin: 'null' }, 403],
    ['without an origin', { Origin: undefined }, 403],
    ['of another site', { 'Sec-Fetch-Site': 'cross-site' }, 403],
    ['of the same site but another origin', { 'Sec-Fetch-Site': 'same-site' }, 403],
    ['a person typed', { 'Sec-Fetch-Site': 'none', Origin: undefined }, 403],
    ['of a form', { 'Content-Type': 'text/plain' }, 415],
    ['of its own page', { 'Sec-Fetch-Site': 'same-origin', Origin: undefined }, 200],
  ])('%s is answered by the right status and changes nothing if refused', async (_, headers, status) => {
    for (const [method, path] of [
      ['POST', '/session/refresh'],
      ['POST', '/session'],
    ] as const) {
      api.asked.length = 0;
      const answer = await send(api, method, path, { headers: { ...COOKIE, ...headers }, body: CREDENTIALS });
      expect([method, path, answer.status]).toEqual([method, path, status]);
      if (status !== 200) expect([api.asked, cookieOf(answer)]).toEqual([[], null]);
    }
  });

  it('that is too large, no JSON or lacks a field is refused without a word of it', async () => {
    for (const [body, status] of [
      [`{"email":"a@example.com","password":"${'secret'.repeat(4000)}"}`, 413],
      ['{"password":"secret', 400],
      ['{"password":"secret"}', 422],
    ] as const) {
      const answer = await send(api, 'POST', '/session', { body });
      const text = await answer.text();
      expect([answer.status, text.includes('secret')]).toEqual([status, false]);
      expect(JSON.parse(text)).toMatchObject({ request_id: answer.headers.get('x-request-id') });
    }
    expect(api.asked).toEqual([]);
  });

  it('with another method or path is refused', async () => {
    const put = await send(api, 'PUT', '/session');
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'POST, DELETE']);
    expect((await send(api, 'GET', '/session/refresh')).status).toBe(405);
    expect((await send(api, 'POST', '/session/nope')).status).toBe(404);
  });
});

describe('a socket under /api', () => {
  const open = (headers: Record<string, string>) =>
    send(api, 'GET', '/api/realtime/socket?vsn=2.0.0', { headers: { Upgrade: 'websocket', ...headers } });

  it('of the dashboard needs no entry in CORS_ORIGINS, and keeps the origin of other pages', async () => {
    await open({});
    await open({ Origin: 'http://evil.example' });
    expect(api.calls()).toEqual(['GET /realtime/socket', 'GET /realtime/socket']);
    expect(api.asked.map(({ headers }) => headers.get('origin'))).toEqual([null, 'http://evil.example']);
  });
});
