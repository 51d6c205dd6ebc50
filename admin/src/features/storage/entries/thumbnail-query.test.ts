import { SelfDB } from '@selfdb/sdk';
import { QueryClient } from '@tanstack/solid-query';
import { expect, it } from 'vitest';
import { thumbnailQuery } from './thumbnail-query.ts';

it('reads three images at a time, and none whose tile has left the sight', async () => {
  const waiting: { url: string; answer: () => void }[] = [];
  const sdk = new SelfDB({
    baseUrl: 'http://localhost',
    apiKey: 'key',
    fetch: (input) =>
      new Promise<Response>((resolve) => {
        const url = input instanceof Request ? input.url : String(input);
        waiting.push({ url, answer: () => resolve(new Response('x')) });
      }),
  });
  const client = new QueryClient();
  const queries = Array.from({ length: 5 }, (_, n) =>
    thumbnailQuery(sdk, { id: `${n}`, etag: '', bucket_name: 'b', path: `${n}.png` }),
  );
  const reads = queries.map((query) => client.fetchQuery(query).catch(() => 'cancelled'));
  await expect.poll(() => waiting.length).toBe(3);
  await client.cancelQueries({ queryKey: ['storage-image', '3'] });
  waiting[0]?.answer();
  await expect.poll(() => waiting.length).toBe(4);
  expect(waiting[3]?.url).toContain('4.png');
  for (const { answer } of waiting) answer();
  expect((await Promise.all(reads))[3]).toBe('cancelled');
});
