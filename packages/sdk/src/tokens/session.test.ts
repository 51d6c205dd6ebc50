import { describe, expect, it } from 'vitest';
import { AuthenticationError } from '../errors.ts';
import { clientOf, createFetch, json, refusal, type SentRequest, tokens } from '../testing/fake-server.ts';
import { memoryStorage } from './token-storage.ts';

const LOGIN = { email: 'ada@example.com', password: 'p' };

/** An API whose refresh tokens work once; a second use ends the session, as with the real one. */
function createApi({ expiresIn = 900 } = {}) {
  let generation = 0;
  let isDead = false;
  const next = () => tokens(String(++generation), expiresIn);
  const isCurrent = ({ headers }: SentRequest) =>
    headers.get('Authorization') === `Bearer access-${generation}`;
  const api = createFetch(async (request) => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    const path = request.url.pathname.replace('/base', '');
    if (path === '/users/token') return json(next());
    if (path === '/users/token/refresh') {
      const isFresh = JSON.parse(request.body ?? '').refresh_token === `refresh-${generation}`;
      if (!isFresh) isDead = true;
      return isDead ? refusal(401, 'unauthenticated') : json(next());
    }
    if (path === '/users/logout') return json({ message: 'bye' });
    return !isDead && isCurrent(request) ? json({ id: 'me' }) : refusal(401, 'unauthenticated');
  });
  const refreshes = () => api.sent.filter(({ url }) => url.pathname.endsWith('/refresh')).length;
  return {
    ...api,
    refreshes,
    kill: () => {
      isDead = true;
    },
  };
}

describe('a token that the server no longer accepts', () => {
  it('is replaced once, however many calls wait', async () => {
    const api = createApi();
    const client = clientOf(api.fetch);
    await client.auth.login(LOGIN);
    await client.client.setAccessToken('old');
    const all = await Promise.all(Array.from({ length: 20 }, () => client.auth.me()));
    expect(all).toHaveLength(20);
    expect(api.refreshes()).toBe(1);
  });

  it('is replaced before it expires', async () => {
    const api = createApi({ expiresIn: 5 });
    const client = clientOf(api.fetch);
    await client.auth.login(LOGIN);
    await client.auth.me();
    expect(api.sent.map(({ url }) => url.pathname)).toEqual([
      '/base/users/token',
      '/base/users/token/refresh',
      '/base/users/me',
    ]);
  });

  it('is replaced once by two tabs that share a storage', async () => {
    const api = createApi();
    const storage = memoryStorage();
    const [first, second] = [clientOf(api.fetch, { storage }), clientOf(api.fetch, { storage })];
    await first.auth.login(LOGIN);
    await first.client.setAccessToken('old');
    await Promise.all([first.auth.me(), second.auth.me(), first.auth.me(), second.auth.me()]);
    expect(api.refreshes()).toBe(1);
    expect(await second.auth.me()).toEqual({ id: 'me' });
  });
});

describe('a session that has ended', () => {
  it('is an error, never an anonymous call, and is told', async () => {
    const api = createApi({ expiresIn: 5 });
    const client = clientOf(api.fetch);
    const told: string[] = [];
    client.auth.onAuthChange((state) => told.push(state));
    await client.auth.login(LOGIN);
    api.kill();
    await expect(client.tables.list()).rejects.toBeInstanceOf(AuthenticationError);
    expect(api.sent.some(({ url }) => url.pathname.endsWith('/tables'))).toBe(false);
    expect(told).toEqual(['signed_in', 'signed_out']);
  });

  it('stays when only the API key was refused, or the server was down', async () => {
    const answers = [
      json({ detail: 'The API key is wrong.', code: 'unauthenticated', request_id: 'r' }, 401),
      new TypeError('connection reset'),
    ];
    for (const answer of answers) {
      const storage = memoryStorage();
      const { fetch } = createFetch(() => answer);
      const client = clientOf(fetch, { storage });
      await client.client.setRefreshToken('kept');
      await expect(client.auth.me()).rejects.toThrow();
      expect(await storage.getItem('selfdb:http://api.example/base')).toContain('kept');
    }
  });

  it('is forgotten on logout even if the server is down, and tells other tabs', async () => {
    const storage = memoryStorage();
    const { fetch } = createFetch(({ url }) =>
      url.pathname.endsWith('/token') ? json(tokens('1')) : new TypeError('down'),
    );
    const [first, second] = [clientOf(fetch, { storage }), clientOf(fetch, { storage })];
    await first.auth.login(LOGIN);
    const told: string[] = [];
    second.auth.onAuthChange((state) => told.push(state));
    await second.auth.me().catch(() => undefined);
    await expect(first.auth.logout()).rejects.toThrow('down');
    await second.auth.me().catch(() => undefined);
    expect(told).toEqual(['signed_in', 'signed_out']);
  });
});

it('uses tokens that the program keeps itself', async () => {
  const { fetch, sent } = createFetch(({ headers }) =>
    headers.get('Authorization') === 'Bearer new' ? json({ id: 'me' }) : refusal(401, 'unauthenticated'),
  );
  const stale: unknown[] = [];
  const refresh = async (token: string | undefined) => {
    stale.push(token);
    return 'new';
  };
  const client = clientOf(fetch, { tokens: { get: () => 'old', refresh } });
  expect(await client.auth.me()).toEqual({ id: 'me' });
  expect(stale).toEqual(['old']);
  expect(sent.length).toBe(2);
  expect(() => client.client.setAccessToken('x')).toThrow('keeps the tokens');
});

it('reads what an asynchronous storage kept, and ignores what is not ours', async () => {
  const items = new Map<string, string>();
  const storage = {
    getItem: async (key: string) => items.get(key) ?? null,
    setItem: async (key: string, value: string) => void items.set(key, value),
    removeItem: async (key: string) => void items.delete(key),
  };
  const api = createApi();
  await clientOf(api.fetch, { storage }).auth.login(LOGIN);
  expect(await clientOf(api.fetch, { storage }).auth.me()).toEqual({ id: 'me' });
  items.set('selfdb:http://api.example/base', 'not JSON');
  await expect(clientOf(api.fetch, { storage }).auth.me()).rejects.toBeInstanceOf(AuthenticationError);
});
