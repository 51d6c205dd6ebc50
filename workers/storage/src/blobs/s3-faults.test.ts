import type { FaultName } from '@selfdb/s3/testing/faulty-s3';
import { listUploads } from '@selfdb/s3/testing/list-uploads';
import { settingsFor } from '@selfdb/s3/testing/server';
import { TIMEOUT } from '@selfdb/s3/timeout';
import { describe, expect, inject, it, vi } from 'vitest';
import { createS3Store } from './s3-store.ts';
import { areEqual, MIB, newKey, put, readAll, sampleOf, writeChunks } from './testing/sample.ts';

const { server, ports } = inject('faultyS3');
const sound = createS3Store(settingsFor(server));
const HASTY = { ...TIMEOUT, attempts: 3, firstPauseMs: 10, attemptMs: 200, totalMs: 1000 };

function openFaulty(fault: FaultName, timeout = TIMEOUT) {
  return createS3Store(settingsFor(server, ports[fault]), { timeout });
}

/** The objects in the server, listed without the faulty proxy. */
async function expectNothingOf(key: string): Promise<void> {
  expect(await sound.modifiedAt(key)).toBeUndefined();
  if (server.isComplete) expect(await listUploads(server)).not.toContain(key);
}

describe('S3 that fails every third request', () => {
  it('stores and returns objects', async () => {
    const store = openFaulty('everyThirdFails');
    for (const size of [4096, 20 * MIB, 21 * MIB]) {
      const [key, bytes] = [newKey(), sampleOf(size)];
      await put(store, key, bytes);
      expect(areEqual(await readAll(sound, key), bytes)).toBe(true);
      expect(areEqual(await readAll(store, key), bytes)).toBe(true);
      expect(await store.modifiedAt(key)).toBeInstanceOf(Date);
      expect((await store.scan(undefined)).keys.length).toBeGreaterThan(0);
      await store.remove(key);
      await expectNothingOf(key);
    }
  });

  it('keeps nothing of an aborted write', async () => {
    const [store, key] = [openFaulty('everyThirdFails'), newKey()];
    const writer = store.write(key);
    await writeChunks(writer, sampleOf(20 * MIB));
    await writer.abort();
    await expectNothingOf(key);
  });
});

describe('S3 that is slow', () => {
  it('is waited for', async () => {
    const [store, key, bytes] = [openFaulty('slow'), newKey(), sampleOf(9 * MIB)];
    await put(store, key, bytes);
    expect(areEqual(await readAll(store, key), bytes)).toBe(true);
  });

  it('times out', async () => {
    const [store, key] = [openFaulty('hangs', HASTY), newKey()];
    const unavailable = {
      code: 'unavailable',
      cause: { message: expect.stringMatching(/no answer in \d+ ms$/) },
    };
    await expect(put(store, key, sampleOf(10))).rejects.toMatchObject(unavailable);
    await expect(store.read(key)).rejects.toMatchObject(unavailable);
    await expect(store.remove(key)).rejects.toMatchObject(unavailable);
    await expect(store.modifiedAt(key)).rejects.toMatchObject(unavailable);
    await expect(store.scan(undefined)).rejects.toMatchObject(unavailable);
    await expectNothingOf(key);
  });
});

describe('S3 that is down', () => {
  it('makes every operation unavailable', async () => {
    const [store, key] = [createS3Store(settingsFor(server, ports.down)), newKey()];
    const unavailable = { code: 'unavailable', retryAfterSeconds: 2 };
    await expect(put(store, key, sampleOf(20 * MIB))).rejects.toMatchObject(unavailable);
    await expect(put(store, key, sampleOf(10))).rejects.toMatchObject(unavailable);
    await expect(store.read(key)).rejects.toMatchObject(unavailable);
    await expect(store.remove(key)).rejects.toMatchObject(unavailable);
    await expectNothingOf(key);
  });

  it('only for parts keeps nothing of the earlier parts, even without an abort', async () => {
    const [store, key] = [openFaulty('refusesParts', HASTY), newKey()];
    const write = writeChunks(store.write(key), sampleOf(20 * MIB));
    await expect(write).rejects.toMatchObject({ code: 'unavailable', cause: { code: 'SlowDown' } });
    await vi.waitFor(() => expectNothingOf(key), { timeout: 30_000 });
  });
});

describe('S3 that is full', () => {
  it('fails the write at once, and keeps nothing', async () => {
    const [store, key] = [openFaulty('isFullForParts'), newKey()];
    const writer = store.write(key);
    const write = writeChunks(writer, sampleOf(20 * MIB));
    await expect(write).rejects.toMatchObject({ code: 'insufficient_storage' });
    await writer.abort();
    await expectNothingOf(key);
  });
});

describe('S3 whose answers break off', () => {
  it('is not taken for the end of an object', async () => {
    const [store, key] = [openFaulty('breaksOff'), newKey()];
    await put(sound, key, sampleOf(9 * MIB));
    for (const range of [undefined, { offset: 5, length: 8 * MIB }]) {
      const begun = await store.read(key, range);
      await expect(new Response(begun).bytes()).rejects.toThrow();
    }
  });
});

// s3rver answers 500 to a second completion.
const COMPLETED: FaultName[] = server.isComplete
  ? ['losesCompletions', 'forgetsCompletions']
  : ['forgetsCompletions'];

describe('the completion of an upload', () => {
  it.each(COMPLETED)('has succeeded once it is done, even if S3 %s', async (fault) => {
    const [store, key, bytes] = [openFaulty(fault), newKey(), sampleOf(9 * MIB)];
    await put(store, key, bytes);
    expect(areEqual(await readAll(sound, key), bytes)).toBe(true);
  });

  it.each<FaultName>(['failsCompletions', 'cutsCompletions'])(
    'has failed if S3 %s, with any status',
    async (fault) => {
      const [store, key] = [openFaulty(fault, HASTY), newKey()];
      const writer = store.write(key);
      await writeChunks(writer, sampleOf(9 * MIB));
      await expect(writer.close()).rejects.toMatchObject({ code: 'unavailable' });
      await writer.abort();
      await expectNothingOf(key);
    },
  );
});
