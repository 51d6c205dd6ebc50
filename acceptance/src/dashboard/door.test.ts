import { describe, expect, it } from 'vitest';
import { ChannelClient } from '../clients/channel-client.ts';
import { rawRequest } from '../clients/raw-http.ts';
import { admin, client, createUser, email, PASSWORD, system } from '../world/users.ts';

interface Grant {
  access_token: string;
  api_key: string;
  user: { email: string; role: string };
}

const base = system.frontendUrl ?? '';
const page = { Origin: base, 'Content-Type': 'application/json' };

async function knock(method: string, path: string, body: object = {}, headers: Record<string, string> = {}) {
  const answer = await fetch(base + path, {
    method,
    headers: { ...page, ...headers },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  const cookie = answer.headers.get('set-cookie');
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    cookie,
    Cookie: cookie?.split(';')[0] ?? '',
  };
}

const grantOf = ({ status, text }: { status: number; text: string }): Grant => {
  expect(status, text).toBe(200);
  return JSON.parse(text);
};

const newAdmin = (password = PASSWORD) => createUser({ role: 'ADMIN', password });
const ask = (token: string) => client.as(token).get('/system/metrics');

describe.skipIf(system.frontendUrl === null)('the door of the dashboard', () => {
  it('signs an ADMIN in, renews the session, also for two tabs at once, and ends it', async () => {
    const { email: login } = await newAdmin();
    const opened = await knock('POST', '/session', { email: login, password: PASSWORD });
    const grant = grantOf(opened);
    expect(grant).toMatchObject({ api_key: system.apiKey, user: { email: login, role: 'ADMIN' } });
    expect(opened.cookie).toMatch(/Path=\/session;.*HttpOnly; SameSite=Strict/);
    const tabs = await Promise.all(
      [1, 2, 3].map(() => knock('POST', '/session/refresh', {}, { Cookie: opened.Cookie })),
    );
    expect(new Set(tabs.map(({ cookie }) => cookie)).size).toBe(1);
    const [first] = tabs.map(grantOf);
    expect((await ask(first?.access_token ?? '')).status).toBe(200);
    const closed = await knock('DELETE', '/session', {}, { Cookie: tabs[0]?.Cookie ?? '' });
    expect([closed.status, closed.cookie]).toEqual([204, expect.stringContaining('Max-Age=0')]);
    for (const { access_token } of [grant, ...tabs.map(grantOf)])
      expect((await ask(access_token)).status).toBe(401);
    const after = await knock('POST', '/session/refresh', {}, { Cookie: opened.Cookie });
    expect([after.status, after.cookie]).toEqual([401, expect.stringContaining('Max-Age=0')]);
  });

  it('has nothing to renew without a cookie, and ends the session that another sign-in replaces', async () => {
    const { status, text, cookie } = await knock('POST', '/session/refresh', {});
    expect([status, text, cookie]).toEqual([204, '', null]);
    const credentials = { email: (await newAdmin()).email, password: PASSWORD };
    const first = await knock('POST', '/session', credentials);
    const second = await knock('POST', '/session', credentials, { Cookie: first.Cookie });
    expect((await ask(grantOf(first).access_token)).status).toBe(401);
    expect((await ask(grantOf(second).access_token)).status).toBe(200);
  });

  it('admits no USER, and an ADMIN only until the role and with it the session is lost', async () => {
    const user = await createUser();
    const refused = await knock('POST', '/session', { email: user.email, password: PASSWORD });
    expect([refused.status, refused.cookie]).toEqual([403, null]);
    expect(refused.text).not.toContain(system.apiKey);
    const boss = await newAdmin();
    const opened = await knock('POST', '/session', { email: boss.email, password: PASSWORD });
    expect((await admin.patch(`/users/${boss.id}`, { role: 'USER' })).status).toBe(200);
    const renewed = await knock('POST', '/session/refresh', {}, { Cookie: opened.Cookie });
    expect([renewed.status, renewed.text.includes(system.apiKey)]).toEqual([401, false]);
    expect(renewed.cookie).toContain('Max-Age=0');
  });

  it('replaces the default password before it opens, and ends the other sessions', async () => {
    const boss = await newAdmin('password');
    const other = await client
      .as(undefined)
      .post<Grant>('/users/token', { email: boss.email, password: 'password' });
    const asked = await knock('POST', '/session', { email: boss.email, password: 'password' });
    expect([asked.status, JSON.parse(asked.text).code, asked.cookie]).toEqual([
      403,
      'password_change_required',
      null,
    ]);
    const given = { email: boss.email, password: 'password', new_password: PASSWORD };
    const grant = grantOf(await knock('POST', '/session', given));
    expect((await ask(grant.access_token)).status).toBe(200);
    expect((await ask(other.body.access_token)).status).toBe(401);
    expect((await knock('POST', '/session', given)).status).toBe(401);
    grantOf(await knock('POST', '/session', { email: boss.email, password: PASSWORD }));
  });

  it('counts failed logins as the API does, with which it shares the count', async () => {
    const login = email('door');
    let status = 0;
    for (let attempt = 0; attempt < 20 && status !== 429; attempt++) {
      const given = { email: login, password: 'wrong' };
      ({ status } =
        attempt % 2 === 0
          ? await knock('POST', '/session', given, { 'X-Forwarded-For': `192.0.2.${attempt}` })
          : await client.as(undefined).post('/users/token', given));
    }
    const slowed = await knock('POST', '/session', { email: login, password: 'wrong' });
    expect([slowed.status, Number(slowed.headers.get('retry-after'))]).toEqual([429, expect.any(Number)]);
    expect(JSON.parse(slowed.text)).toMatchObject({ request_id: slowed.headers.get('x-request-id') });
  });

  it('opens for pages of its own only', async () => {
    const boss = await newAdmin();
    const { Cookie } = await knock('POST', '/session', { email: boss.email, password: PASSWORD });
    for (const headers of [
      { Origin: 'http://evil.example' },
      { Origin: base.replace(/\d+$/, '1') },
      { 'Sec-Fetch-Site': 'cross-site' },
    ]) {
      const answer = await knock('POST', '/session/refresh', {}, { Cookie, ...headers });
      expect([answer.status, answer.cookie]).toEqual([403, null]);
    }
    grantOf(await knock('POST', '/session/refresh', {}, { Cookie }));
  });
});

describe.skipIf(system.frontendUrl === null)('the files of the dashboard', () => {
  it('are the page for every path of the app, and what it loads', async () => {
    const [root, deep] = await Promise.all(['/', '/tables/some-id?x=1'].map((path) => fetch(base + path)));
    const html = (await root?.text()) ?? '';
    expect([deep?.status, await deep?.text()]).toEqual([200, html]);
    const texts = new Set<string>();
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1] ?? '';
    for (const coding of ['br', 'gzip', 'identity']) {
      const answer = await fetch(base + script, { headers: { 'Accept-Encoding': coding } });
      expect(answer.headers.get('content-encoding')).toBe(coding === 'identity' ? null : coding);
      expect(answer.headers.get('cache-control')).toContain('immutable');
      texts.add(await answer.text());
    }
    // Decoded, they are the same.
    expect(texts.size).toBe(1);
    const tag = deep?.headers.get('etag') ?? '';
    expect((await fetch(base, { headers: { 'If-None-Match': tag } })).status).toBe(304);
    expect((await fetch(`${base}/assets/nope.js`)).status).toBe(404);
    expect((await fetch(base, { method: 'POST' })).status).toBe(405);
  });

  it.each([
    '/../package.json',
    '/%2e%2e/worker.js',
    '/assets/..%2f..%2fworker.js',
    '/assets/%5c..%5cworker.js',
    '//worker.js',
    '/./.env',
  ])('do not include %s', async (path) => {
    const head = [`GET ${path} HTTP/1.1`, `Host: ${new URL(base).host}`];
    expect((await rawRequest(base, head, [])).status).toBe(404);
  });
});

it.skipIf(system.frontendUrl === null)(
  'sockets open through the dashboard, and count as one request',
  async () => {
    const opened = async () => {
      const text = await admin.call<string>('GET', '/system/metrics', { query: { format: 'prometheus' } });
      return Number(/method="GET",status="1xx"\} (\d+)/.exec(text.text)?.[1] ?? 0);
    };
    const before = await opened();
    const socket = await ChannelClient.open(undefined, {}, { baseUrl: `${base}/api`, apiKey: system.apiKey });
    expect(await opened()).toBeGreaterThan(before);
    await socket.close();
  },
);
