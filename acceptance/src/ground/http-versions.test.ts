import { describe, expect, it } from 'vitest';
import { rawRequest } from '../clients/raw-http.ts';
import { system } from '../world/users.ts';

const status = async (...head: string[]) => (await rawRequest(system.baseUrl, head, [])).status;

describe('the host of a request', () => {
  it('is needed in HTTP/1.1, as RFC 9112 says, and by the runtime in HTTP/1.0', async () => {
    expect(await status('GET /health HTTP/1.1')).toBe(400);
    expect(await status('GET /health HTTP/1.0')).toBe(400);
  });

  it('may have any name, in both versions', async () => {
    expect(await status('GET /health HTTP/1.1', 'Host: any.example')).toBe(200);
    expect(await status('GET /health HTTP/1.0', 'Host: any.example')).toBe(200);
  });

  it.each(['a b', 'x:99999', '[::1', 'x/health#', 'x/users/me?'])(
    'is not %j, on both ports',
    async (host) => {
      const key = `X-API-Key: ${system.apiKey}`;
      for (const [base, prefix] of [
        [system.baseUrl, ''],
        [system.frontendUrl ?? system.baseUrl, system.frontendUrl ? '/api' : ''],
      ] as const) {
        for (const path of ['/health', '/users/me', '/storage/buckets?skip=1', '/openapi.json']) {
          const answer = await rawRequest(base, [`GET ${prefix}${path} HTTP/1.1`, `Host: ${host}`, key], []);
          expect([path, answer.status]).toEqual([path, 400]);
          expect(answer.head).toMatch(/^x-request-id: /im);
        }
      }
    },
  );
});
