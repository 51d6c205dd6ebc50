import { anonymous } from '@selfdb/server/auth/principal';
import { ENDINGS, type Person } from '@selfdb/server/testing/people';
import type { Bucket } from '@selfdb/shared/buckets/schema';
import { beforeEach, describe, expect, it } from 'vitest';
import { inPieces, noise } from '../testing/bytes.ts';
import { makeBucket } from '../testing/client.ts';
import { createPerson } from '../testing/people.ts';
import { rows, value } from '../testing/sql.ts';
import { contextOf } from '../testing/storage.ts';
import type { TusContext } from './receive-part.ts';
import { appendPart, createUpload, readUpload, terminateUpload } from './service.ts';

let owner: Person;
let bucket: Bucket;
let nobody: TusContext;
beforeEach(async () => {
  owner = await createPerson();
  bucket = await makeBucket(owner, { public: true });
  nobody = { ...contextOf(owner), principal: anonymous };
});

function begin(context: TusContext, onConflict: 'rename' | 'replace' = 'rename') {
  const plan = { bucketId: bucket.id, path: 'a', onConflict, mimeType: undefined, metadata: {} };
  return createUpload(context, { ...plan, size: 10, tusMetadata: '' }, undefined);
}

const send = (context: TusContext, id: string, offset = 0, bytes = noise(10)) =>
  appendPart(context, id, { offset, length: undefined, chunks: inPieces(bytes), checksum: undefined });

const paths = async () =>
  (await rows('select path from selfdb.files where bucket_id = $1 order by path', [bucket.id])).map(
    ({ path }) => path,
  );

describe('a resumable upload that is begun without a token', () => {
  it('goes on without one, and its file is the bucket owner’s', async () => {
    const { id } = await begin(nobody);
    await send(nobody, id, 0, noise(4));
    expect((await readUpload(nobody, id)).received).toBe(4);
    const { fileId } = await send(nobody, id, 4, noise(6));
    expect(await value('select owner_id from selfdb.files where id = $1', [fileId])).toBe(owner.userId);
  });

  it('gets another name where its own is taken by then', async () => {
    const uploads = [await begin(nobody), await begin(nobody)];
    for (const { id } of uploads) await send(nobody, id);
    expect(await paths()).toEqual(['a', 'a (1)']);
  });

  it('replaces nothing, whatever caller ends it', async () => {
    const { id } = await begin(nobody, 'replace');
    await send(contextOf(owner), (await begin(contextOf(owner))).id);
    await expect(send(nobody, id)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(send(contextOf(await createPerson()), id)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(begin(nobody, 'replace')).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await paths()).toEqual(['a']);
  });

  it('may be given up by who knows its address', async () => {
    const { id } = await begin(nobody);
    await terminateUpload(nobody, id);
    await expect(readUpload(nobody, id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each([
    ['takes none of them any more', 'anonymous_uploads = false', 'unauthenticated'],
    ['is for users by now', `access = 'users'`, 'not_found'],
    ['is private by now', `access = 'owner'`, 'not_found'],
  ])('ends where the bucket %s', async (_how, change, code) => {
    const { id } = await begin(nobody);
    await rows(`update selfdb.buckets set ${change} where id = $1`, [bucket.id]);
    await expect(send(nobody, id)).rejects.toMatchObject({ code });
    await expect(begin(nobody)).rejects.toMatchObject({ code });
    expect(await paths()).toEqual([]);
  });

  it.each(ENDINGS)('is not for a session that %s', async (_how, ending) => {
    const { id } = await begin(nobody);
    const person = await createPerson();
    await rows(ending, [person.userId]);
    const ended = contextOf(person);
    const code = 'unauthenticated';
    await expect(readUpload(ended, id)).rejects.toMatchObject({ code });
    await expect(send(ended, id)).rejects.toMatchObject({ code });
    await expect(terminateUpload(ended, id)).rejects.toMatchObject({ code });
    expect((await readUpload(nobody, id)).received).toBe(0);
  });
});

it('an upload of a user is not there for callers without a token', async () => {
  const { id } = await begin(contextOf(owner));
  const code = 'not_found';
  await expect(readUpload(nobody, id)).rejects.toMatchObject({ code });
  await expect(send(nobody, id)).rejects.toMatchObject({ code });
  await expect(terminateUpload(nobody, id)).rejects.toMatchObject({ code });
  expect((await readUpload(contextOf(owner), id)).received).toBe(0);
});
