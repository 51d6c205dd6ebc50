import { describe, expect, it } from 'vitest';
import { type Client, createClient } from '../clients/client.ts';
import { expectStatus } from '../expectations.ts';
import { client, system } from '../world/users.ts';

const ALLOWED_NAMESPACES = /^https?:\/\/(www\.w3\.org|json-schema\.org)\//;

/** What the markup itself makes a browser load. Links that a reader may click are no loads. */
function loadedBy(html: string): string[] {
  const tags = html.matchAll(/<(script|link|img|iframe|source|object|embed|video|audio|image|use)\b[^>]*>/gi);
  const urls: string[] = [];
  for (const [tag] of tags) {
    for (const [, value = ''] of tag.matchAll(
      /\b(?:src|href|data|srcset|xlink:href)\s*=\s*["']?([^"'\s>]+)/gi,
    ))
      urls.push(value);
  }
  for (const [, value = ''] of html.matchAll(/url\(\s*["']?([^"')]+)/gi)) urls.push(value);
  for (const [, value = ''] of html.matchAll(/@import\s+["']([^"']+)/gi)) urls.push(value);
  for (const [, value = ''] of html.matchAll(/\bimport\s*\(?\s*["'](https?:[^"']+)/gi)) urls.push(value);
  return urls;
}

const isElsewhere = (url: string) => {
  if (/^(data|blob|about):|^#/i.test(url) || ALLOWED_NAMESPACES.test(url)) return false;
  try {
    return new URL(url, system.baseUrl).origin !== new URL(system.baseUrl).origin;
  } catch {
    return false;
  }
};

/** Through the API's own port, or the dashboard's, which has it under `/api`. */
async function pageAndAssets(path: string, client: Client, base: string): Promise<string[]> {
  const page = await client.call('GET', path, { apiKey: null });
  expectStatus(page, 200);
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  const own = loadedBy(page.text).filter((url) => !isElsewhere(url) && !/^(data|blob):|^#/.test(url));
  for (const url of own) {
    const asset = await client.call('GET', new URL(url, base + path).href.slice(base.length), {
      apiKey: null,
    });
    expectStatus(asset, 200);
  }
  return loadedBy(page.text);
}

describe.each(['/docs', '/redoc'])('%s', (path) => {
  it('is a page whose every part comes from this host and is there, without a key', async () => {
    const bases = [system.baseUrl, ...(system.frontendUrl ? [`${system.frontendUrl}/api`] : [])];
    for (const base of bases) {
      for (const at of [path, `${path}/`]) {
        const urls = await pageAndAssets(at, createClient(base, system.apiKey), base);
        expect(urls.filter(isElsewhere)).toEqual([]);
      }
    }
  });

  it('is a page about this API', async () => {
    const page = await client.call('GET', path, { apiKey: null });
    const scripts = loadedBy(page.text).filter((url) => !isElsewhere(url) && /\.js\b/.test(url));
    const texts = await Promise.all(
      scripts.map(
        async (url) => (await client.call('GET', new URL(url, `${system.baseUrl}${path}`).pathname)).text,
      ),
    );
    expect([page.text, ...texts].some((text) => text.includes('openapi.json'))).toBe(true);
  });
});
