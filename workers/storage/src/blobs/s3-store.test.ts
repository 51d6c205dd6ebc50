import { env } from 'cloudflare:workers';
import { listUploads } from '@selfdb/s3/testing/list-uploads';
import { settingsFor, VIRTUAL_DOMAIN } from '@selfdb/s3/testing/server';
import { describe, expect, inject, it } from 'vitest';
import { describeBlobStore } from './blob-store-contract.ts';
import { createS3Store } from './s3-store.ts';
import { areEqual, MIB, newKey, put, readAll, sampleOf, writeChunks } from './testing/sample.ts';

declare global {
  namespace Cloudflare {
    interface Env {
      /** The complete server, for every host name. */
      ANY_HOST: Fetcher;
    }
  }
}

describe.each(inject('s3Servers'))('$name', (server) => {
  const open = () => createS3Store(settingsFor(server));

  describeBlobStore('by S3', open);

  it.skipIf(!server.isComplete)('keeps no multipart upload after a write', async () => {
    const [completed, aborted, stillOpen] = [newKey(), newKey(), newKey()];
    await put(open(), completed, sampleOf(9 * MIB));
    const writers = [aborted, stillOpen].map((key) => open().write(key));
    for (const writer of writers) await writeChunks(writer, sampleOf(20 * MIB));
    expect(await listUploads(server)).toEqual(expect.arrayContaining([aborted, stillOpen]));
    await writers[0]?.abort();
    const left = await listUploads(server);
    expect(left).toContain(stillOpen);
    expect(left).not.toContain(aborted);
    expect(left).not.toContain(completed);
    await writers[1]?.abort();
  });

  it.skipIf(!server.isComplete)('aborts unfinished uploads once they are old', async () => {
    const [left, foreign] = [newKey(), 'foreign/upload'];
    for (const key of [left, foreign]) await writeChunks(open().write(key), sampleOf(20 * MIB));
    await open().discardUnfinished(new Date(Date.now() - 60_000));
    expect(await listUploads(server)).toEqual(expect.arrayContaining([left, foreign]));
    expect(await open().discardUnfinished(new Date(Date.now() + 60_000))).toBeGreaterThan(0);
    const uploads = await listUploads(server);
    expect(uploads).toContain(foreign);
    expect(uploads).not.toContain(left);
  });

  it('works where uploads can not be listed', async () => {
    expect(await open().discardUnfinished(new Date(0))).toBe(0);
  });

  it.skipIf(!server.isComplete)('is spoken to by the host of the bucket, too', async () => {
    const endpoint = new URL(`http://${VIRTUAL_DOMAIN}`);
    const settings = { ...settingsFor(server), endpoint, addressing: 'virtual' } as const;
    const byHost = createS3Store(settings, { fetch: (address, init) => env.ANY_HOST.fetch(address, init) });
    const [key, bytes] = [newKey(), sampleOf(9 * MIB)];
    await put(byHost, key, bytes);
    expect(areEqual(await readAll(open(), key), bytes)).toBe(true);
    expect((await byHost.scan(undefined)).keys.length).toBeGreaterThan(0);
  });
});
