import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { GzipStream } from './gzip-stream.ts';

it('passes on why the compressed bytes were not taken', async () => {
  const full = new Error('The disk is full.');
  const gzip = new GzipStream(async () => {
    throw full;
  });
  const writing = async () => {
    // So little at a time that the stream never asks to wait.
    for (let n = 0; n < 10_000; n++) {
      gzip.write(crypto.getRandomValues(Buffer.alloc(1000)));
      await setImmediate();
      await gzip.ready();
    }
    await gzip.end();
  };
  await expect(writing()).rejects.toBe(full);
});
