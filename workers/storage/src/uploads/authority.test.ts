import { anonymous } from '@selfdb/server/auth/principal';
import { ENDINGS, type Person } from '@selfdb/server/testing/people';
import type { Bucket, CreateBucket } from '@selfdb/shared/buckets/schema';
import type { OnConflict } from '@selfdb/shared/uploads/schema';
import { beforeAll, describe, expect, it } from 'vitest';
import { inPieces, noise } from '../testing/bytes.ts';
import { gatewayRequests, makeBucket } from '../testing/client.ts';
import { createPerson } from '../testing/people.ts';
import { rows, value } from '../testing/sql.ts';
import { contextOf } from '../testing/storage.ts';
import { uploadFile } from './service.ts';
import type { UploadContext } from './upload-context.ts';

let owner: Person;
let guest: Person;
let anonymousContext: UploadContext;
beforeAll(async () => {
  [owner, guest] = [await createPerson(), await createPerson()];
  anonymousContext = { ...contextOf(owner), principal: anonymous };
});

interface Sent {
  path?: string;
  onConflict?: OnConflict;
  size?: number;
  chunks?: AsyncIterable<Uint8Array>;
}

function send(context: UploadContext, { id }: Bucket, sent: Sent = {}) {
  const { path = 'a', onConflict = 'rename', size = 10, chunks = inPieces(noise(size)) } = sent;
  const known = { path, onConflict, mimeType: 'text/plain' };
  const how = { contentEncoding: undefined, length: size, isExact: true };
  return uploadFile(context, { ...how, bucketId: id, known, destination: () => known, chunks });
}

const open = (over: Partial<CreateBucket> = {}) => makeBucket(owner, { public: true, ...over });
const filesIn = ({ id }: Bucket) =>
  rows('select path, owner_id from selfdb.files where bucket_id = $1 order by path', [id]);

/** The inserting statement decides about small bodies. Large ones are also checked before. */
describe.each([10, 2_000_000])('an upload of %i bytes', (size) => {
  it('without a token is stored in a public bucket, and the file belongs to the bucket’s owner', async () => {
    const bucket = await open();
    await send(anonymousContext, bucket, { size });
    expect(await filesIn(bucket)).toEqual([{ path: 'a', owner_id: owner.userId }]);
  });

  it.each<[string, Partial<CreateBucket>, string]>([
    ['takes none of them', { anonymous_uploads: false }, 'unauthenticated'],
    ['is for users', { public: false, access: 'users' }, 'not_found'],
    ['is private', { public: false }, 'not_found'],
  ])('without a token is refused if the bucket %s', async (_how, over, code) => {
    const bucket = await open(over);
    await expect(send(anonymousContext, bucket, { size })).rejects.toMatchObject({ code });
    expect(await filesIn(bucket)).toEqual([]);
  });

  it('of a user is stored where anonymous ones are refused', async () => {
    for (const over of [{ anonymous_uploads: false }, { public: false, access: 'users' as const }]) {
      const bucket = await open(over);
      await send(contextOf(guest), bucket, { size });
      expect(await filesIn(bucket)).toEqual([{ path: 'a', owner_id: guest.userId }]);
    }
  });

  it.each(ENDINGS)(
    'whose session %s in the meantime does not count as one without a token',
    async (_how, ending) => {
      const bucket = await open();
      const person = await createPerson();
      const chunks = (async function* () {
        yield noise(size);
        await rows(ending, [person.userId]);
      })();
      const sent = send(contextOf(person), bucket, { size, chunks });
      await expect(sent).rejects.toMatchObject({ code: 'unauthenticated' });
      expect(await filesIn(bucket)).toEqual([]);
    },
  );

  it('replaces no file of another user, not even one that was uploaded without a token', async () => {
    const bucket = await open();
    await send(contextOf(owner), bucket, { path: 'owned' });
    await send(anonymousContext, bucket, { path: 'anonymous' });
    const before = await filesIn(bucket);
    for (const path of ['owned', 'anonymous']) {
      const at = { path, onConflict: 'replace', size } as const;
      await expect(send(anonymousContext, bucket, at)).rejects.toMatchObject({ code: 'unauthenticated' });
      await expect(send(contextOf(guest), bucket, at)).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect(await filesIn(bucket)).toEqual(before);
    const checksum = `select count(distinct checksum_sha256)::int from selfdb.files where bucket_id = $1`;
    expect(await value(checksum, [bucket.id])).toBe(1);
  });
});

describe('simultaneous uploads to one name', () => {
  it('are all stored under different names, with one gateway request each', async () => {
    const bucket = await open();
    const context = contextOf(owner);
    let paths: string[] = [];
    const requests = await gatewayRequests(async () => {
      const all = Array.from({ length: 40 }, () => send(context, bucket, { path: 'in/a.tar.gz' }));
      paths = (await Promise.all(all)).map(({ path }) => path);
    });
    expect(new Set(paths).size).toBe(40);
    expect(paths).toContain('in/a.tar.gz');
    for (const path of paths) expect(path).toMatch(/^in\/a\.tar( \(\d+\))?\.gz$/);
    expect((await filesIn(bucket)).map(({ path }) => path)).toEqual(paths.toSorted());
    expect(requests).toBe(40);
  });

  it('succeed once if a taken name is an error', async () => {
    const bucket = await open();
    const all = Array.from({ length: 20 }, () =>
      send(contextOf(owner), bucket, { onConflict: 'error' }).then(
        () => 'stored',
        (error: { code: string }) => error.code,
      ),
    );
    expect((await Promise.all(all)).toSorted()).toEqual([...Array(19).fill('conflict'), 'stored']);
    expect(await filesIn(bucket)).toHaveLength(1);
  });
});
