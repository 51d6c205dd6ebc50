import { ENDINGS } from '@selfdb/server/testing/people';
import type { Bucket } from '@selfdb/shared/buckets/schema';
import { AppError } from '@selfdb/shared/errors';
import type { OnConflict } from '@selfdb/shared/uploads/schema';
import { describe, expect, it } from 'vitest';
import type { Segments } from '../blobs/stored-blob.ts';
import { inPieces, noise } from '../testing/bytes.ts';
import { makeBucket } from '../testing/client.ts';
import { createPerson } from '../testing/people.ts';
import { db, rows, value } from '../testing/sql.ts';
import { contextOf, principalOf, segmentsOf } from '../testing/storage.ts';
import type { NewFile } from '../uploads/statement/insert-file.ts';
import type { UploadContext } from '../uploads/upload-context.ts';
import { finishUpload } from './repository.ts';
import { appendPart, createUpload, readUpload, terminateUpload } from './service.ts';

interface Target {
  bucketId: string;
  path?: string;
  onConflict?: OnConflict;
  mimeType?: string;
}

function begin(
  context: UploadContext,
  { bucketId, path = 'a', onConflict = 'error', mimeType }: Target,
  size: number,
) {
  const plan = { bucketId, path, onConflict, mimeType, metadata: {} };
  return createUpload(context, { ...plan, size, tusMetadata: '' }, undefined);
}

const send = (context: UploadContext, id: string, bytes: Uint8Array, chunks = inPieces(bytes)) =>
  appendPart(context, id, { offset: 0, length: undefined, chunks, checksum: undefined });

async function setUp(settings: Partial<UploadContext['env']> = {}) {
  const owner = await createPerson();
  const bucket = await makeBucket(owner);
  return { owner, bucket, context: contextOf(owner, settings) };
}

/** Yields the bytes, and runs `event` before the last one. */
async function* withEvent(
  bytes: Uint8Array,
  event: () => Promise<unknown>,
): AsyncGenerator<Uint8Array, void> {
  yield* inPieces(bytes.subarray(0, -1));
  await event();
  yield bytes.slice(-1);
}

/** What remains of a failed upload: stored segments, recorded bytes and files. */
async function leftOf(id: string, bucket: Bucket) {
  const received = Number(await value('select received from selfdb.uploads where blob_id = $1', [id]));
  const files = await rows('select from selfdb.files where bucket_id = $1', [bucket.id]);
  return { segments: await segmentsOf(id), received, files };
}

const nothing = { segments: [], received: 0, files: [] };

describe.each([
  ['the last bytes', 1000],
  ['some bytes', 5000],
])('while %s arrive', (_which, size) => {
  it.each(ENDINGS)('a session that %s ends the upload', async (_how, ending) => {
    const { owner, bucket, context } = await setUp();
    const { id } = await begin(context, { bucketId: bucket.id }, size);
    const chunks = withEvent(noise(1000), () => rows(ending, [owner.userId]));
    await expect(send(context, id, noise(0), chunks)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await leftOf(id, bucket)).toEqual(nothing);
  });

  it.each([
    ['deleted', 'not_found', 'deleted_at = now()'],
    ['made private', 'forbidden', `access = 'owner'`],
  ])('a bucket that is %s accepts no more bytes', async (_how, code, change) => {
    const { bucket } = await setUp();
    await rows(`update selfdb.buckets set access = 'public' where id = $1`, [bucket.id]);
    const guest = contextOf(await createPerson());
    const { id } = await begin(guest, { bucketId: bucket.id }, size);
    const chunks = withEvent(noise(1000), () =>
      rows(`update selfdb.buckets set ${change} where id = $1`, [bucket.id]),
    );
    await expect(send(guest, id, noise(0), chunks)).rejects.toMatchObject({ code });
    expect(await leftOf(id, bucket)).toEqual(nothing);
  });
});

describe('at the end of an upload', () => {
  it.each([
    ['too_large', 'max_file_size = 999'],
    ['unsupported_media_type', `allowed_mime_types = '{image/*}'`],
  ])('the current limits of its bucket apply: %s', async (code, change) => {
    const { bucket, context } = await setUp();
    const { id } = await begin(context, { bucketId: bucket.id, mimeType: 'text/plain' }, 1000);
    await rows(`update selfdb.buckets set ${change} where id = $1`, [bucket.id]);
    await expect(send(context, id, noise(1000))).rejects.toMatchObject({ code });
    expect(await leftOf(id, bucket)).toEqual(nothing);
  });

  it('no other caller can finish it', async () => {
    const { bucket, context } = await setUp();
    const { id, path } = await begin(context, { bucketId: bucket.id }, 10);
    const blob = { blobId: id, segments: [['a', 10]] as Segments };
    const file: NewFile = {
      ...{ path, onConflict: 'error', size: 10, mimeType: 'text/plain' },
      ...{ contentEncoding: undefined, sha256: 'x', blob },
    };
    const other = principalOf(await createPerson());
    const given = { received: 0, quota: { bytes: 0 }, ttlSeconds: 60 };
    expect(await finishUpload(db, other, file, given)).toMatchObject({ mine: false, file_id: null });
    expect(await leftOf(id, bucket)).toEqual(nothing);
  });

  it('an ADMIN may finish it, and the file belongs to the user who began it', async () => {
    const { bucket, context } = await setUp();
    const { id } = await begin(context, { bucketId: bucket.id }, 10);
    const { fileId } = await send(contextOf(await createPerson({ role: 'ADMIN' })), id, noise(10));
    const owner = await value('select owner_id from selfdb.files where id = $1', [fileId]);
    expect(context.principal).toMatchObject({ userId: owner });
  });

  it('the upload stays unchanged if another file takes the path', async () => {
    const { bucket, context } = await setUp();
    const [first, second] = [
      await begin(context, { bucketId: bucket.id }, 500),
      await begin(context, { bucketId: bucket.id }, 500),
    ];
    await send(context, first.id, noise(500));
    await expect(send(context, second.id, noise(500))).rejects.toMatchObject({ code: 'conflict' });
    expect([(await readUpload(context, second.id)).received, await segmentsOf(second.id)]).toEqual([0, []]);
    await expect(begin(context, { bucketId: bucket.id }, 1)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('an upload', () => {
  it('is accessible only to its creator and an ADMIN', async () => {
    const { bucket, context } = await setUp();
    const { id } = await begin(context, { bucketId: bucket.id }, 1000);
    const other = contextOf(await createPerson());
    for (const attempt of [
      () => readUpload(other, id),
      () => send(other, id, noise(10)),
      () => terminateUpload(other, id),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect((await readUpload(context, id)).received).toBe(0);
    const boss = contextOf(await createPerson({ role: 'ADMIN' }));
    expect((await send(boss, id, noise(10))).received).toBe(10);
    await terminateUpload(boss, id);
    await expect(readUpload(context, id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('that has expired answers gone', async () => {
    const { bucket, context } = await setUp();
    const { id } = await begin(context, { bucketId: bucket.id }, 1000);
    await rows('update selfdb.uploads set expires_at = now() where blob_id = $1', [id]);
    await expect(readUpload(context, id)).rejects.toMatchObject({ code: 'gone' });
    await expect(send(context, id, noise(10))).rejects.toMatchObject({ code: 'gone' });
  });

  it('of a type that its bucket does not accept is refused after its first bytes', async () => {
    const { bucket, context } = await setUp();
    await rows(`update selfdb.buckets set allowed_mime_types = '{image/*}' where id = $1`, [bucket.id]);
    const { id } = await begin(context, { bucketId: bucket.id }, 1_000_000);
    let taken = 0;
    async function* counted(): AsyncGenerator<Uint8Array, void> {
      for await (const piece of inPieces(noise(1_000_000), 1000)) {
        taken += piece.byteLength;
        yield piece;
      }
    }
    const sent = send(context, id, noise(0), counted());
    await expect(sent).rejects.toMatchObject({ code: 'unsupported_media_type' });
    expect(taken).toBeLessThan(10_000);
  });

  it('of no bytes becomes a file at once', async () => {
    const { bucket, context } = await setUp();
    const { fileId } = await begin(context, { bucketId: bucket.id, path: 'empty.txt' }, 0);
    const [file] = await rows('select size, mime_type from selfdb.files where id = $1', [fileId]);
    expect(file).toEqual({ size: '0', mime_type: 'text/plain' });
  });

  it('whose first bytes fail is not created', async () => {
    const { bucket, context } = await setUp();
    const target = { path: 'a', onConflict: 'rename', mimeType: undefined } as const;
    const plan = { ...target, bucketId: bucket.id, metadata: {} };
    const part = { chunks: inPieces(noise(11)), checksum: undefined };
    const created = createUpload(context, { ...plan, size: 10, tusMetadata: '' }, part);
    await expect(created).rejects.toMatchObject({ code: 'too_large' });
    expect(await rows('select from selfdb.uploads where bucket_id = $1', [bucket.id])).toEqual([]);
  });
});

it('The declared size of an upload counts towards the quota, once', async () => {
  const used = Number(
    await value(`select (select coalesce(sum(total_size), 0) from selfdb.buckets)
      + (select coalesce(sum(size), 0) from selfdb.uploads where file_id is null)`),
  );
  const { bucket, context } = await setUp({ STORAGE_QUOTA_BYTES: used + 1000 });
  const first = await begin(context, { bucketId: bucket.id, path: 'a' }, 600);
  const second = begin(context, { bucketId: bucket.id, path: 'b' }, 401);
  await expect(second).rejects.toMatchObject({ code: 'insufficient_storage' });
  expect((await send(context, first.id, noise(600))).fileId).toBeTypeOf('string');
  await begin(context, { bucketId: bucket.id, path: 'c' }, 400);
});

it('Bytes stay if the database’s answer is lost, because they may be recorded', async () => {
  const { bucket, context } = await setUp();
  const { id } = await begin(context, { bucketId: bucket.id }, 1000);
  let statements = 0;
  const forgetful: UploadContext = {
    ...context,
    db: {
      ...db,
      async query(statement) {
        const found = await db.query(statement);
        statements += 1;
        if (statements > 1) throw new AppError('unavailable', 'The answer is lost.');
        return found;
      },
    },
  };
  await expect(send(forgetful, id, noise(500))).rejects.toMatchObject({ code: 'unavailable' });
  expect((await readUpload(context, id)).received).toBe(500);
  expect(await segmentsOf(id)).toHaveLength(1);
});
