import { anonymous } from '@selfdb/server/auth/principal';
import { ENDINGS, type Person } from '@selfdb/server/testing/people';
import type { Bucket } from '@selfdb/shared/buckets/schema';
import { beforeEach, describe, expect, it } from 'vitest';
import { inPieces, noise } from '../testing/bytes.ts';
import { makeBucket } from '../testing/client.ts';
import { createPerson } from '../testing/people.ts';
import { rows, value } from '../testing/sql.ts';
import { contextOf } from '../testing/storage.ts';
import type { UploadContext } from '../uploads/upload-context.ts';
import { appendPart, createUpload, readUpload, terminateUpload } from './service.ts';

let owner: Person;
let bucket: Bucket;
let guest: UploadContext;
beforeEach(async () => {
  owner = await createPerson();
  bucket = await makeBucket(owner, { public: true });
  guest = { ...contextOf(owner), principal: anonymous };
});

function begin(context: UploadContext, onConflict: 'rename' | 'replace' = 'rename') {
  const plan = { bucketId: bucket.id, path: 'a', onConflict, mimeType: undefined, metadata: {} };
  return createUpload(context, { ...plan, size: 10, tusMetadata: '' }, undefined);
}

const send = (context: UploadContext, id: string, offset = 0, bytes = noise(10)) =>
  appendPart(context, id, { offset, length: undefined, chunks: inPieces(bytes), checksum: undefined });

const paths = async () =>
  (await rows('select path from selfdb.files where bucket_id = $1 order by path', [bucket.id])).map(
    ({ path }) => path,
  );

describe('a resumable upload that is begun without a token', () => {
  it('continues without one, and its file belongs to the bucket’s owner', async () => {
    const { id } = await begin(guest);
    await send(guest, id, 0, noise(4));
    expect((await readUpload(guest, id)).received).toBe(4);
    const { fileId } = await send(guest, id, 4, noise(6));
    expect(await value('select owner_id from selfdb.files where id = $1', [fileId])).toBe(owner.userId);
  });

  it('gets another name if its own is taken in the meantime', async () => {
    const uploads = [await begin(guest), await begin(guest)];
    for (const { id } of uploads) await send(guest, id);
    expect(await paths()).toEqual(['a', 'a (1)']);
  });

  it('replaces no file, whichever caller finishes it', async () => {
    const { id } = await begin(guest, 'replace');
    await send(contextOf(owner), (await begin(contextOf(owner))).id);
    await expect(send(guest, id)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(send(contextOf(await createPerson()), id)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(begin(guest, 'replace')).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await paths()).toEqual(['a']);
  });

  it('may be terminated by a caller who knows its URL', async () => {
    const { id } = await begin(guest);
    await terminateUpload(guest, id);
    await expect(readUpload(guest, id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each([
    ['no longer accepts anonymous uploads', 'anonymous_uploads = false', 'unauthenticated'],
    ['is now for users', `access = 'users'`, 'not_found'],
    ['is now private', `access = 'owner'`, 'not_found'],
  ])('ends if the bucket %s', async (_how, change, code) => {
    const { id } = await begin(guest);
    await rows(`update selfdb.buckets set ${change} where id = $1`, [bucket.id]);
    await expect(send(guest, id)).rejects.toMatchObject({ code });
    await expect(begin(guest)).rejects.toMatchObject({ code });
    expect(await paths()).toEqual([]);
  });

  it.each(ENDINGS)('is not accessible to a session that %s', async (_how, ending) => {
    const { id } = await begin(guest);
    const person = await createPerson();
    await rows(ending, [person.userId]);
    const ended = contextOf(person);
    const code = 'unauthenticated';
    await expect(readUpload(ended, id)).rejects.toMatchObject({ code });
    await expect(send(ended, id)).rejects.toMatchObject({ code });
    await expect(terminateUpload(ended, id)).rejects.toMatchObject({ code });
    expect((await readUpload(guest, id)).received).toBe(0);
  });
});

it('an upload of a user is hidden from callers without a token', async () => {
  const { id } = await begin(contextOf(owner));
  const code = 'not_found';
  await expect(readUpload(guest, id)).rejects.toMatchObject({ code });
  await expect(send(guest, id)).rejects.toMatchObject({ code });
  await expect(terminateUpload(guest, id)).rejects.toMatchObject({ code });
  expect((await readUpload(contextOf(owner), id)).received).toBe(0);
});
