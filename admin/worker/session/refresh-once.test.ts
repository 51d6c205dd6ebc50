import type { Tokens } from '@selfdb/shared/users/schema';
import { expect, it } from 'vitest';
import { refreshOnce } from './refresh-once.ts';

/** Exchanges tokens as the API does: a token that is used twice ends the session. */
function api() {
  const used = new Set<string>();
  const issued: string[] = [];
  const refresh = async (token: string): Promise<Tokens> => {
    if (used.has(token)) throw new Error('the session has ended');
    used.add(token);
    await Promise.resolve();
    const refresh_token = `token-${crypto.randomUUID()}`;
    issued.push(refresh_token);
    return { access_token: 'access', refresh_token, token_type: 'bearer', expires_in: 3600 };
  };
  return { refresh, issued };
}

const start = () => `token-${crypto.randomUUID()}`;

it('exchanges a token once for all who send it at once, and shortly after', async () => {
  const { refresh, issued } = api();
  const token = start();
  let now = 0;
  const ask = async () => (await refreshOnce(token, refresh, () => now)).refresh_token;
  expect(new Set(await Promise.all([ask(), ask(), ask()])).size).toBe(1);
  now = 9_999;
  expect(await ask()).toBe(issued[0]);
  now = 10_000;
  await expect(ask()).rejects.toThrow('ended');
  expect(issued).toHaveLength(1);
});

it('gives a token that another tab has used meanwhile the newest one', async () => {
  const { refresh, issued } = api();
  const first = start();
  const { refresh_token: second } = await refreshOnce(first, refresh, () => 0);
  const { refresh_token: third } = await refreshOnce(second, refresh, () => 0);
  expect((await refreshOnce(first, refresh, () => 0)).refresh_token).toBe(third);
  expect(issued).toHaveLength(2);
});

it('remembers no failure', async () => {
  const token = start();
  const down = () => Promise.reject(new Error('down'));
  await expect(refreshOnce(token, down)).rejects.toThrow('down');
  expect((await refreshOnce(token, api().refresh)).access_token).toBe('access');
});

it('remembers a bounded number of answers', async () => {
  const { refresh } = api();
  const token = start();
  await refreshOnce(token, refresh, () => 0);
  for (let other = 0; other < 100; other++) await refreshOnce(start(), refresh, () => 0);
  await expect(refreshOnce(token, refresh, () => 0)).rejects.toThrow('ended');
});
