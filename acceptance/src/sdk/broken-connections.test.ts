import { APIConnectionError, SelfDB } from '@selfdb/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Relay, startRelay } from '../clients/relay.ts';
import { checksumOf, piecesOf, streamOf } from '../clients/streams.ts';
import { pause } from '../pause.ts';
import { type Bucket, createBucket, type StoredFile } from '../world/storage.ts';
import { createTable, type Table } from '../world/tables.ts';
import { createPerson, type Person, system } from '../world/users.ts';

const PORT = Number(new URL(system.baseUrl).port);
const MIB = 1024 * 1024;

let owner: Person;
let relay: Relay;
let selfdb: SelfDB;
/** How many parts are still to lose their connection. */
let cuts = 0;
/** How often the client asked how far an upload is. */
let inspections = 0;
const breakingFetch: typeof fetch = (input, init) => {
  if (init?.method === 'HEAD') inspections += 1;
  if (init?.method === 'PATCH' && cuts > 0) {
    cuts -= 1;
    // In the middle of the part, so that the client can't know how much has arrived.
    relay.cutAfter(MIB);
  }
  return fetch(input, init);
};
beforeAll(async () => {
  owner = await createPerson();
  relay = await startRelay();
  relay.turnTo(PORT);
  selfdb = new SelfDB({
    baseUrl: `http://127.0.0.1:${relay.port}`,
    apiKey: system.apiKey,
    fetch: breakingFetch,
  });
  await selfdb.auth.login({ email: owner.email, password: owner.password });
});
afterAll(async () => {
  await selfdb.realtime.disconnect();
  await relay.stop();
});

/** Breaks all connections again and again, and sometimes keeps new ones away for a while, until the work is done. */
async function whileBreaking<T>(work: Promise<T>, everyMs: number): Promise<{ value: T; breaks: number }> {
  let [isDone, breaks] = [false, 0];
  work
    .catch(() => {})
    .finally(() => {
      isDone = true;
    });
  for (; !isDone; breaks += 1) {
    await pause(everyMs);
    relay.turnTo(breaks % 3 === 2 ? undefined : PORT);
    if (breaks % 3 === 2) await pause(everyMs);
    relay.turnTo(PORT);
  }
  return { value: await work, breaks };
}

describe('a subscriber whose connections break', () => {
  let table: Table;
  beforeAll(async () => {
    table = await createTable(owner, { realtime_enabled: true, table_schema: { n: { type: 'integer' } } });
  });

  it('sees every change once and in order, and its own writes when it waits for them', async () => {
    const [seen, problems]: [unknown[], unknown[]] = [[], []];
    const channel = selfdb.realtime.channel<{ n: number }>(`table:${table.name}`);
    channel.on('INSERT', (change) => seen.push(change.new?.n));
    for (const event of ['gap', 'close'] as const) channel.on(event, (payload) => problems.push(payload));
    await channel.subscribe();
    const numbers = Array.from({ length: 60 }, (_, n) => n);
    const writing = (async () => {
      for (const n of numbers) {
        await owner.post(`/tables/${table.id}/data`, { n });
        await pause(20);
      }
      const last = await owner.post(`/tables/${table.id}/data`, { n: numbers.length });
      await channel.waitForCursor(String(last.headers.get('X-SelfDB-Cursor')));
    })();
    const { breaks } = await whileBreaking(writing, 300);
    expect(breaks).toBeGreaterThan(2);
    expect([seen, problems]).toEqual([[...numbers, numbers.length], []]);
  });

  it('is present in a room again', async () => {
    const room = selfdb.realtime.channel('room:broken');
    await room.subscribe();
    await room.track({ name: 'Ada' });
    const refs = () => (room.presenceState()[owner.id] ?? []).map(({ phx_ref }) => phx_ref);
    await expect.poll(refs).toHaveLength(1);
    const [before] = refs();
    relay.turnTo(PORT);
    await expect.poll(() => refs().filter((ref) => ref !== before), { timeout: 20_000 }).toHaveLength(1);
    await room.unsubscribe();
  });
});

describe('an upload whose connections break', () => {
  let bucket: Bucket;
  const pieces = piecesOf(24 * MIB + 17);
  const size = pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
  beforeAll(async () => {
    bucket = await createBucket(owner);
  });

  it.each([
    ['a Blob', 'blob', () => ({ data: new Blob(pieces) })],
    ['a stream', 'stream', () => ({ data: streamOf(pieces), size })],
  ])('is complete in the end: %s', async (_what, filename, given) => {
    const loaded: number[] = [];
    [cuts, inspections] = [3, 0];
    const value = await selfdb.storage.files.upload(bucket.id, {
      ...{ filename, partBytes: 4 * MIB, ...given() },
      onProgress: (progress) => loaded.push(progress.loaded),
    });
    const { body } = await owner.get<StoredFile>(`/storage/files/${value.file_id}`);
    expect(body).toMatchObject({ path: filename, size, checksum_sha256: checksumOf(pieces) });
    expect(loaded).toEqual([...loaded].sort((a, b) => a - b));
    expect([loaded[0], loaded.at(-1), inspections > 0]).toEqual([0, size, true]);
  });

  it('continues in another process', async () => {
    let url = '';
    const controller = new AbortController();
    const options = { filename: 'later', data: new Blob(pieces), partBytes: 4 * MIB };
    const aborted = selfdb.storage.files.upload(bucket.id, {
      ...options,
      signal: controller.signal,
      onResumable: (given) => {
        url = given;
      },
      onProgress: ({ loaded }) => loaded >= 8 * MIB && controller.abort(),
    });
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
    const other = new SelfDB({ baseUrl: system.baseUrl, apiKey: system.apiKey });
    other.client.setAccessToken(owner.tokens.access_token);
    const loaded: number[] = [];
    const { file_id } = await other.storage.files.upload(bucket.id, {
      ...options,
      resumeFrom: url,
      onProgress: (progress) => loaded.push(progress.loaded),
    });
    expect(loaded[0]).toBe(8 * MIB);
    const { body } = await owner.get<StoredFile>(`/storage/files/${file_id}`);
    expect(body.checksum_sha256).toBe(checksumOf(pieces));
  });

  it('fails, with what the connection says, if it is a small one that may not be repeated', async () => {
    relay.turnTo(undefined);
    const upload = selfdb.storage.files.upload(bucket.id, { filename: 'small', data: 'x' });
    await expect(upload).rejects.toThrow(APIConnectionError);
    relay.turnTo(PORT);
  });
});

it('a download whose connections break continues where it was', async () => {
  const bucket = await createBucket(owner);
  const pieces = piecesOf(16 * MIB);
  await selfdb.storage.files.upload(bucket.id, { filename: 'large', data: new Blob(pieces) });
  const stream = await selfdb.storage.files.downloadStream({ bucketName: bucket.name, path: 'large' });
  const received: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of stream) {
    received.push(piece);
    // Twice on the way.
    if (Math.floor(bytes / (6 * MIB)) < Math.floor((bytes + piece.byteLength) / (6 * MIB)))
      relay.turnTo(PORT);
    bytes += piece.byteLength;
  }
  expect([bytes, checksumOf(received)]).toEqual([16 * MIB, checksumOf(pieces)]);
});
