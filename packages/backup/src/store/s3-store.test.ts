import { randomBytes } from 'node:crypto';
import { listUploads } from '@selfdb/s3/testing/list-uploads';
import { type RunningServer, settingsFor } from '@selfdb/s3/testing/server';
import { startS3rver } from '@selfdb/s3/testing/start-s3rver';
import { startVersitygw } from '@selfdb/s3/testing/start-versitygw';
import { TIMEOUT } from '@selfdb/s3/timeout';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BackupStore } from './backup-store.ts';
import { createS3BackupStore } from './s3-store.ts';

const NAME = 'selfdb_backup_20261201_000000.tar.gz';
const MIB = 1024 ** 2;
const HEAD = randomBytes(100);
const BODY = randomBytes(17 * MIB);

let server: RunningServer;
beforeAll(async () => {
  server = (await startVersitygw()) ?? (await startS3rver());
});
afterAll(() => server?.stop());

const open = (folder: string, send: typeof fetch = fetch) =>
  createS3BackupStore(settingsFor(server), folder, {
    partBytes: 5 * MIB,
    fetch: send,
    timeout: { ...TIMEOUT, attempts: 2, firstPauseMs: 1 },
  });

async function write(store: BackupStore) {
  const archive = await store.create(NAME, HEAD.byteLength);
  for (let at = 0; at < BODY.byteLength; at += MIB) await archive.append(BODY.subarray(at, at + MIB));
  await archive.finish(HEAD);
  return archive;
}

async function bytesOf(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  return Buffer.concat(parts);
}

const isWhole = (bytes: Buffer) => bytes.equals(Buffer.concat([HEAD, BODY]));

test('an archive is read back before it is listed, and is whole with its head', async () => {
  const store = open('whole');
  const archive = await write(store);
  expect(await store.list()).toEqual([]);
  expect(isWhole(await bytesOf(archive.read()))).toBe(true);
  await archive.publish();
  expect(await store.list()).toMatchObject([{ filename: NAME, size: BODY.byteLength + HEAD.byteLength }]);
  expect(await bytesOf(store.read(NAME, { start: 90, end: 110 }))).toEqual(
    Buffer.concat([HEAD.subarray(90), BODY.subarray(0, 10)]),
  );
  await store.writeNote(NAME, { size: 1 });
  expect(await store.readNote(NAME)).toEqual({ size: 1 });
  await store.sweep();
  expect(await store.list()).toHaveLength(1);
  await store.remove(NAME);
  expect(await store.list()).toEqual([]);
  expect(await store.readNote(NAME)).toBeUndefined();
  await expect(bytesOf(store.read(NAME))).rejects.toThrow('There is no backup');
});

test('a part that fails gives the reason, and nothing is left', async () => {
  const failing: typeof fetch = (address, init) =>
    String(address).includes('partNumber=3')
      ? Promise.resolve(new Response('<Error><Code>SlowDown</Code></Error>', { status: 503 }))
      : fetch(address, init);
  const store = open('failing', failing);
  const archive = await store.create(NAME, HEAD.byteLength);
  await expect(archive.append(BODY)).rejects.toThrow('S3 UploadPart: 503 SlowDown');
  await archive.discard();
  expect(await store.list()).toEqual([]);
  if (server.isComplete) expect(await listUploads(server)).toEqual([]);
});

test('what a killed process left is neither listed nor kept', async () => {
  const store = open('killed');
  await write(store);
  expect(await store.list()).toEqual([]);
  await store.sweep();
  expect(await store.list()).toEqual([]);
  await expect(bytesOf(store.read(NAME))).rejects.toThrow('There is no backup');
});

test('reading goes on after a connection that breaks', async () => {
  await (await write(open('broken'))).publish();
  let breaks = 0;
  const breaking: typeof fetch = async (address, init) => {
    const answer = await fetch(address, init);
    if (init?.method !== 'GET' || answer.status !== 206 || breaks++ > 3) return answer;
    const part = Buffer.from(await answer.arrayBuffer()).subarray(0, 3 * MIB);
    let isSent = false;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (isSent) controller.error(new TypeError('terminated'));
        else controller.enqueue(part);
        isSent = true;
      },
    });
    return new Response(body, { status: 206, headers: answer.headers });
  };
  expect(isWhole(await bytesOf(open('broken', breaking).read(NAME)))).toBe(true);
  expect(breaks).toBeGreaterThan(3);
});
