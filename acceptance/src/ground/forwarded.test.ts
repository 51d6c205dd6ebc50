import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, createClient } from '../clients/client.ts';
import { expectProblem, expectStatus } from '../expectations.ts';
import { describeOwnSystem, type OwnSystem, startOwnSystem } from '../system-under-test/own-system.ts';
import { createBucket, store } from '../world/storage.ts';
import { admin, email, newUser, PASSWORD, system, type Tokens, type User } from '../world/users.ts';

const FORWARDED = {
  'X-Forwarded-Proto': 'https',
  'X-Forwarded-Host': 'shop.example',
  'X-Forwarded-Prefix': '/db',
};

/** The URLs that the API makes for a caller: a signed one, and the location of a resumable upload. */
async function urlsFor(boss: Caller, token: string, at: string, apiKey: string): Promise<string[]> {
  const bucket = await createBucket(boss);
  const file = await store(boss, bucket, 'a.txt', 'x');
  const headers = { 'X-API-Key': apiKey, Authorization: `Bearer ${token}`, ...FORWARDED };
  const signed = await fetch(`${at}/storage/files/${file.id}/sign`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: '{}',
  });
  const begun = await fetch(`${at}/storage/files/tus?bucket_id=${bucket.id}&path=b.txt`, {
    method: 'POST',
    headers: { ...headers, 'Tus-Resumable': '1.0.0', 'Upload-Length': '1' },
  });
  expect([signed.status, begun.status]).toEqual([200, 201]);
  return [((await signed.json()) as { url: string }).url, begun.headers.get('Location') ?? ''];
}

const starts = (urls: string[], base: string) => {
  for (const url of urls) expect(url.startsWith(`${base}/storage/files/`), url).toBe(true);
};

describe('a system without trusted proxies', () => {
  let token: string;

  beforeAll(async () => {
    const login = { email: system.adminEmail, password: system.adminPassword };
    token = (await admin.post<Tokens>('/users/token', login)).body.access_token;
  });

  it('believes no client that says it is a proxy', async () => {
    starts(await urlsFor(admin, token, system.baseUrl, system.apiKey), system.baseUrl);
  });

  it('makes URLs that work through the door of the dashboard', async () => {
    if (!system.frontendUrl) return;
    const door = `${system.frontendUrl}/api`;
    const urls = await urlsFor(admin, token, door, system.apiKey);
    starts(urls, door);
    const [signed = ''] = urls;
    expect(await (await fetch(signed)).text()).toBe('x');
  });
});

describeOwnSystem(
  'a system with a trusted proxy, whose users are for administrators',
  { timeout: 120_000 },
  () => {
    let own: OwnSystem;

    beforeAll(async () => {
      own = await startOwnSystem({ TRUSTED_PROXIES: '1', USERS_VISIBLE_TO: 'admins' });
    }, 120_000);
    afterAll(() => own.stop());

    it('believes it, on both ports', async () => {
      const { boss, token, system } = own;
      starts(await urlsFor(boss, token, system.baseUrl, system.apiKey), 'https://shop.example/db');
      const door = `${system.frontendUrl}/api`;
      starts(await urlsFor(boss, token, door, system.apiKey), 'https://shop.example/db/api');
    });

    it('shows a USER no other users', async () => {
      const client = createClient(own.system.baseUrl, own.system.apiKey);
      const input = newUser({ email: email() });
      const { body: user } = await client.as(undefined).post<User>('/users/', input);
      const tokens = await client
        .as(undefined)
        .post<Tokens>('/users/token', { email: user.email, password: PASSWORD });
      const person = client.as(tokens.body.access_token);
      const { body: all } = await own.boss.get<User[]>('/users/');
      const boss = all.find(({ id }) => id !== user.id);
      for (const path of ['/users/', '/users/count', `/users/${boss?.id}`]) {
        expectProblem(await person.get(path), 403);
        expectStatus(await own.boss.get(path), 200);
      }
      expect((await person.get<User>(`/users/${user.id}`)).body).toEqual(user);
    });
  },
);
