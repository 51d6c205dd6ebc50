import { beforeAll, describe, expect, it } from 'vitest';
import { expectInvalid, expectProblem, expectStatus } from '../expectations.ts';
import {
  type Bucket,
  contentOf,
  createBucket,
  listFiles,
  pathsIn,
  readBucket,
  readFile,
  store,
} from '../world/storage.ts';
import { createPerson, type Person, UNKNOWN_ID } from '../world/users.ts';

let owner: Person;
beforeAll(async () => {
  owner = await createPerson();
});

async function bucketWith(...paths: string[]): Promise<Bucket> {
  const bucket = await createBucket(owner);
  for (const path of paths) await store(owner, bucket, path, path);
  return bucket;
}

const moveFolder = (bucket: Bucket, from: string, to: string) =>
  owner.post<{ count: number }>('/storage/files/move', { bucket_id: bucket.id, from, to });

describe('POST /storage/files/move', () => {
  it('moves everything below a folder and nothing beside it', async () => {
    const bucket = await bucketWith('a/1', 'a/b/2', 'a/b/c/3', 'ab/4', 'a.txt', 'x/a/5');
    const before = await readBucket(bucket);
    const answer = await moveFolder(bucket, 'a', 'z');
    expectStatus(answer, 200);
    expect(answer.body).toEqual({ count: 3 });
    expect(await pathsIn(bucket)).toEqual(['a.txt', 'ab/4', 'x/a/5', 'z/1', 'z/b/2', 'z/b/c/3']);
    expect(await contentOf(bucket, 'z/b/c/3')).toBe('a/b/c/3');
    const { file_count, total_size } = before;
    expect(await readBucket(bucket)).toMatchObject({ file_count, total_size });
  });

  it('keeps the ids, and the names of the files', async () => {
    const bucket = await bucketWith('a/b.txt');
    const [file] = (await listFiles(owner, bucket)).data;
    await moveFolder(bucket, 'a', 'deep/er');
    expect(await readFile(owner, file?.id ?? '')).toMatchObject({ name: 'b.txt', path: 'deep/er/b.txt' });
  });

  it('means the same with a slash at the end', async () => {
    const bucket = await bucketWith('a/1');
    expect((await moveFolder(bucket, 'a/', 'b/')).body).toEqual({ count: 1 });
    expect(await pathsIn(bucket)).toEqual(['b/1']);
  });

  it('takes the name of a folder as literal text', async () => {
    const bucket = await bucketWith('100%/1', '100x/2', 'a_b/3', 'axb/4');
    expect((await moveFolder(bucket, '100%', 'p')).body).toEqual({ count: 1 });
    expect((await moveFolder(bucket, 'a_b', 'u')).body).toEqual({ count: 1 });
    expect(await pathsIn(bucket)).toEqual(['100x/2', 'axb/4', 'p/1', 'u/3']);
  });

  it('merges into a folder that is there, and is 409 as a whole where a path is taken', async () => {
    const bucket = await bucketWith('a/1', 'a/2', 'b/2', 'b/3');
    expectProblem(await moveFolder(bucket, 'a', 'b'), 409);
    expect(await pathsIn(bucket)).toEqual(['a/1', 'a/2', 'b/2', 'b/3']);
    expect(await contentOf(bucket, 'b/2')).toBe('b/2');
    expect((await moveFolder(bucket, 'a', 'c')).body).toEqual({ count: 2 });
    const merged = await bucketWith('a/1', 'b/2');
    expect((await moveFolder(merged, 'a', 'b')).body).toEqual({ count: 1 });
    expect(await pathsIn(merged)).toEqual(['b/1', 'b/2']);
  });

  it('never puts a folder into itself', async () => {
    const bucket = await bucketWith('a/b/1', 'a/b/2');
    for (const to of ['a', 'a/', 'a/b/c']) expectInvalid(await moveFolder(bucket, 'a', to), 'body', 'to');
    expect(await pathsIn(bucket)).toEqual(['a/b/1', 'a/b/2']);
  });

  it('into the folder it lies in moves all of it, or is refused', async () => {
    const bucket = await bucketWith('a/b/1', 'a/b/2');
    const answer = await moveFolder(bucket, 'a/b', 'a');
    expectStatus(answer, 200, 422);
    expect(await pathsIn(bucket)).toEqual(answer.status === 200 ? ['a/1', 'a/2'] : ['a/b/1', 'a/b/2']);
  });

  it('of a folder without files, or of a file, moves nothing', async () => {
    const bucket = await bucketWith('file', 'a/1');
    for (const from of ['none', 'file']) {
      const answer = await moveFolder(bucket, from, 'to');
      expectStatus(answer, 200, 404);
      if (answer.status === 200) expect(answer.body).toEqual({ count: 0 });
    }
    expect(await pathsIn(bucket)).toEqual(['a/1', 'file']);
  });

  it('that would make a path too long is 422 and moves nothing', async () => {
    const tail = Array(4).fill('y'.repeat(200)).join('/');
    const bucket = await bucketWith('a/1', `a/${tail}`);
    const answer = await moveFolder(bucket, 'a', Array(3).fill('z'.repeat(200)).join('/'));
    expectProblem(answer, 409, 422);
    expect(await pathsIn(bucket)).toEqual(['a/1', `a/${tail}`]);
  });

  it('knows its fields', async () => {
    const bucket = await bucketWith('a/1');
    const good = { bucket_id: bucket.id, from: 'a', to: 'b' };
    for (const field of ['bucket_id', 'from', 'to']) {
      const answer = await owner.post('/storage/files/move', { ...good, [field]: undefined });
      expectInvalid(answer, 'body', field);
    }
    expectInvalid(await owner.post('/storage/files/move', { ...good, upsert: true }), 'body', 'upsert');
    expectProblem(await owner.post('/storage/files/move', { ...good, bucket_id: UNKNOWN_ID }), 404);
    expect(await pathsIn(bucket)).toEqual(['a/1']);
  });
});
