import { unreadableBody } from '@selfdb/server/http/request/read-body';
import type { Person } from '@selfdb/server/testing/people';
import type { Bucket } from '@selfdb/shared/buckets/schema';
import type { OnConflict } from '@selfdb/shared/uploads/schema';
import { beforeAll, describe, expect, it } from 'vitest';
import { readBlob, type Segments } from '../blobs/stored-blob.ts';
import { inPieces, noise, sha256 } from '../testing/bytes.ts';
import { makeBucket } from '../testing/client.ts';
import { createPerson } from '../testing/people.ts';
import { rows, value } from '../testing/sql.ts';
import { contextOf, segmentsOf, store } from '../testing/storage.ts';
import type { UploadContext } from '../uploads/upload-context.ts';
import { Checksum } from './checksum.ts';
import { takeHash } from './hash-cache.ts';
import { type Part, segmentBytes } from './receive-part.ts';
import { appendPart, createUpload, readUpload } from './service.ts';

const MIB = 1024 ** 2;
let owner: Person;
let bucket: Bucket;
let context: UploadContext;

beforeAll(async () => {
  owner = await createPerson();
  bucket = await makeBucket(owner);
  context = contextOf(owner);
});

function begin(size: number, onConflict: OnConflict = 'rename') {
  const place = { bucketId: bucket.id, path: crypto.randomUUID(), onConflict };
  const plan = { ...place, mimeType: undefined, metadata: { from: 'tus' } };
  return createUpload(context, { ...plan, size, tusMetadata: '' }, undefined);
}

/** Sends bytes from an offset. */
function send(id: string, offset: number, bytes: Uint8Array, part: Partial<Part> = {}) {
  const chunks = inPieces(bytes);
  return appendPart(context, id, { offset, length: undefined, chunks, checksum: undefined, ...part });
}

async function* brokenOffAfter(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield* inPieces(bytes);
  throw unreadableBody(new Error('the client is gone'));
}

async function expectFile(fileId: string | undefined, bytes: Uint8Array): Promise<void> {
  const [file] = await rows('select * from selfdb.files where id = $1', [fileId]);
  expect(file).toMatchObject({ size: String(bytes.byteLength), checksum_sha256: sha256(bytes) });
  const blob = { blobId: String(file?.blob_id), segments: file?.segments as Segments };
  const span = { offset: 0, length: bytes.byteLength };
  const stored = await new Response(await readBlob(store, blob, span)).bytes();
  expect(sha256(stored)).toBe(sha256(bytes));
  expect((await segmentsOf(blob.blobId)).sort()).toEqual(blob.segments.map(([name]) => name).sort());
}

describe('the parts of an upload', () => {
  it('become a file', async () => {
    const bytes = noise(300_000);
    const { id } = await begin(bytes.byteLength);
    expect((await send(id, 0, bytes.subarray(0, 10))).received).toBe(10);
    expect((await send(id, 10, bytes.subarray(10, 200_000))).fileId).toBeUndefined();
    const { received, fileId } = await send(id, 200_000, bytes.subarray(200_000));
    expect(received).toBe(bytes.byteLength);
    await expectFile(fileId, bytes);
    expect(await value('select metadata from selfdb.files where id = $1', [fileId])).toEqual({ from: 'tus' });
    expect(await readUpload(context, id)).toMatchObject({ received: bytes.byteLength, fileId });
  });

  it('have the right checksum if the hash of the first part is not cached', async () => {
    const bytes = noise(200_000, 2);
    const { id } = await begin(bytes.byteLength);
    await send(id, 0, bytes.subarray(0, 150_000));
    takeHash(id, -1);
    await expectFile((await send(id, 150_000, bytes.subarray(150_000))).fileId, bytes);
  });

  it('are recorded one segment at a time', async () => {
    const bytes = noise(20 * MIB, 3);
    const { id } = await begin(bytes.byteLength);
    const seen: number[] = [];
    async function* watched(): AsyncGenerator<Uint8Array, void> {
      for await (const piece of inPieces(bytes, MIB)) {
        yield piece;
        seen.push(Number(await value('select received from selfdb.uploads where blob_id = $1', [id])));
      }
    }
    await expectFile((await send(id, 0, bytes, { chunks: watched() })).fileId, bytes);
    expect([...new Set(seen)]).toEqual([0, 8 * MIB, 16 * MIB, 20 * MIB].slice(0, 3));
  });

  it('form larger segments as the upload grows, so that the list of segments stays short', () => {
    expect([0, 100 * MIB, 1e15].map(segmentBytes)).toEqual([8 * MIB, 12.5 * MIB, 1024 * MIB]);
  });

  it('that arrive before the client breaks off are kept', async () => {
    const bytes = noise(250_000, 4);
    const { id } = await begin(bytes.byteLength);
    const chunks = brokenOffAfter(bytes.subarray(0, 123_456));
    await expect(send(id, 0, bytes, { chunks })).rejects.toMatchObject({ code: 'bad_request' });
    expect((await readUpload(context, id)).received).toBe(123_456);
    await expectFile((await send(id, 123_456, bytes.subarray(123_456))).fileId, bytes);
  });

  it('that are complete when the client breaks off become a file', async () => {
    const bytes = noise(50_000, 5);
    const { id } = await begin(bytes.byteLength);
    await expect(send(id, 0, bytes, { chunks: brokenOffAfter(bytes) })).rejects.toThrow();
    await expectFile((await readUpload(context, id)).fileId, bytes);
  });

  it('beyond the declared size are refused and not kept', async () => {
    const { id } = await begin(1000);
    await expect(send(id, 0, noise(1001))).rejects.toMatchObject({ code: 'too_large' });
    const declared = send(id, 0, noise(10), { length: 1001 } as Partial<Part>);
    await expect(declared).rejects.toMatchObject({ code: 'too_large' });
    expect([(await readUpload(context, id)).received, await segmentsOf(id)]).toEqual([0, []]);
  });

  it('at another offset are refused', async () => {
    const { id } = await begin(1000);
    await send(id, 0, noise(10));
    for (const offset of [0, 9, 11]) {
      await expect(send(id, offset, noise(5))).rejects.toMatchObject({ code: 'conflict' });
    }
  });
});

describe('simultaneous requests for one upload', () => {
  it.each([
    ['in the middle', 200_000, 'rename'],
    ['at the end', 100_000, 'error'],
    ['at the end, where a file may be renamed', 100_000, 'rename'],
    ['at the end, where a file may be replaced', 100_000, 'replace'],
  ] as const)('%s: one counts, and the others leave nothing', async (_where, size, onConflict) => {
    const bytes = noise(100_000, 6);
    const { id } = await begin(size, onConflict);
    // All statements wait for this lock, so all have read before the first one writes.
    const held = rows(`select pg_sleep(0.5) from (select from selfdb.buckets where id = $1 for update) b`, [
      bucket.id,
    ]);
    const all = await Promise.allSettled(Array.from({ length: 8 }, () => send(id, 0, bytes)));
    await held;
    const refused = all.filter((each) => each.status === 'rejected');
    expect(refused.map(({ reason }) => reason.code)).toEqual(Array(7).fill('conflict'));
    const upload = await readUpload(context, id);
    expect(upload.received).toBe(100_000);
    expect(await segmentsOf(id)).toHaveLength(1);
    if (size === 100_000) await expectFile(upload.fileId, bytes);
  });
});

describe('a part with a checksum', () => {
  const sumOf = (bytes: Uint8Array) =>
    Checksum.read(`sha256 ${Buffer.from(sha256(bytes), 'hex').toString('base64')}`);

  it('is accepted if it matches', async () => {
    const bytes = noise(100_000, 7);
    const { id } = await begin(bytes.byteLength);
    const half = bytes.subarray(0, 50_000);
    await send(id, 0, half, { checksum: sumOf(half) });
    await expectFile((await send(id, 50_000, bytes.subarray(50_000))).fileId, bytes);
  });

  it('leaves nothing if it does not match or breaks off, at any length', async () => {
    const bytes = noise(20 * MIB, 8);
    const { id } = await begin(bytes.byteLength + 1);
    const wrong = send(id, 0, bytes, { checksum: sumOf(noise(1)) });
    await expect(wrong).rejects.toMatchObject({ code: 'checksum_mismatch' });
    const broken = send(id, 0, bytes, { checksum: sumOf(bytes), chunks: brokenOffAfter(bytes) });
    await expect(broken).rejects.toMatchObject({ code: 'bad_request' });
    expect([(await readUpload(context, id)).received, await segmentsOf(id)]).toEqual([0, []]);
  });
});
