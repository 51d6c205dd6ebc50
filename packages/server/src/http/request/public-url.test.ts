import { describe, expect, it } from 'vitest';
import { createApp } from '../create-app.ts';
import { publicBase, publicUrl } from './public-url.ts';

const SETTINGS = {
  DATABASE_URL: 'postgres://user:password@db.invalid/name',
  SECRET_KEY: 'secret-key-for-tests-0123456789abcdef',
  API_KEY: 'api-key-for-tests-0123456789abcdef',
  INTERNAL_SECRET: 'internal-secret-for-tests-0123456789',
  LOG_LEVEL: 'error',
};

interface Options {
  proxies?: number;
  publicUrl?: string;
  prefix?: string;
}

async function baseOf(headers: Record<string, string>, { proxies = 0, publicUrl, prefix }: Options = {}) {
  const app = createApp('api');
  app.get('/', (c) => {
    c.set('env', { ...c.get('env'), TRUSTED_PROXIES: proxies, PUBLIC_URL: publicUrl });
    return c.text(publicBase(c));
  });
  const env = { ...SETTINGS, ...(prefix === undefined ? {} : { PATH_PREFIX: prefix }) };
  return (await app.request('http://api.example:8000/', { headers }, env)).text();
}

const FORWARDED = {
  'X-Forwarded-Proto': 'https',
  'X-Forwarded-Host': 'shop.example',
  'X-Forwarded-Prefix': '/db',
};

describe('where the API is', () => {
  it('is where the request came to, whatever a client says of proxies', async () => {
    expect(await baseOf({})).toBe('http://api.example:8000');
    expect(await baseOf(FORWARDED)).toBe('http://api.example:8000');
    expect(await baseOf(FORWARDED, { prefix: '/api' })).toBe('http://api.example:8000/api');
  });

  it('is what a trusted proxy says', async () => {
    expect(await baseOf(FORWARDED, { proxies: 1 })).toBe('https://shop.example/db');
    expect(await baseOf(FORWARDED, { proxies: 1, prefix: '/api' })).toBe('https://shop.example/db/api');
    expect(await baseOf({ 'X-Forwarded-Proto': 'HTTPS' }, { proxies: 1 })).toBe('https://api.example:8000');
  });

  it('is what the outermost of the trusted proxies says', async () => {
    const chain = { 'X-Forwarded-Host': 'forged.example, outer.example, inner.example' };
    expect(await baseOf(chain, { proxies: 2 })).toBe('http://outer.example');
    expect(await baseOf(chain, { proxies: 1 })).toBe('http://inner.example');
    expect(await baseOf(FORWARDED, { proxies: 3 })).toBe('https://shop.example/db');
  });

  it.each([
    ['X-Forwarded-Proto', 'javascript'],
    ['X-Forwarded-Proto', 'https://evil.example'],
    ['X-Forwarded-Host', 'evil.example/path'],
    ['X-Forwarded-Host', 'user@evil.example'],
    ['X-Forwarded-Host', 'a b'],
    ['X-Forwarded-Host', ''],
    ['X-Forwarded-Prefix', 'db'],
    ['X-Forwarded-Prefix', '//evil.example'],
    ['X-Forwarded-Prefix', '/../x'],
    ['X-Forwarded-Prefix', '/a?b'],
    ['X-Forwarded-Prefix', '/'],
  ])('is not taken from %s: %s', async (name, value) => {
    expect(await baseOf({ [name]: value }, { proxies: 1 })).toBe('http://api.example:8000');
  });

  it.each([
    ['X-Forwarded-Host', '[2001:db8::1]:8443', 'http://[2001:db8::1]:8443'],
    ['X-Forwarded-Prefix', '/a/b_c.d/', 'http://api.example:8000/a/b_c.d'],
  ])('may be %s: %s', async (name, value, expected) => {
    expect(await baseOf({ [name]: value }, { proxies: 1 })).toBe(expected);
  });

  it('is PUBLIC_URL where that is set', async () => {
    const options = { proxies: 1, publicUrl: 'https://db.example/base//', prefix: '/api' };
    expect(await baseOf(FORWARDED, options)).toBe('https://db.example/base');
  });
});

it('a URL for a client is made of what the api worker found', async () => {
  const app = createApp('auth');
  app.get('/', (c) => c.text(publicUrl(c, '/storage/x')));
  const headers = { ...FORWARDED, 'X-SelfDB-Public-Base': 'https://found.example/api' };
  const answer = await app.request('http://internal/', { headers }, SETTINGS);
  expect(await answer.text()).toBe('https://found.example/api/storage/x');
});
