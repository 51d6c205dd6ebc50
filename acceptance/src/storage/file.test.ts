import { beforeAll, describe, expect, it } from 'vitest';
import { expectDeleted, expectInvalid, expectProblem, expectStatus } from '../expectations.ts';
import {
  type Bucket,
  contentOf,
  createBucket,
  download,
  listFiles,
  pathsIn,
  readBucket,
  readFile,
  type StoredFile,
  store,
} from '../world/storage.ts';
import { anyone, createPerson, type Person, UNKNOWN_ID } from '../world/users.ts';

let owner: Person;
let bucket: Bucket;
beforeAll(async () => {
  owner = await createPerson();
  bucket = await createBucket(owner, { public: true });
});

const change = (file: StoredFile, json: object) => owner.patch<StoredFile>(`/storage/files/${file.id}`, json);

describe('GET /storage/files/{id}', () => {
  it('is 404 for what is not there, and a client error for what is no id', async () => {
    expectProblem(await owner.get(`/storage/files/${UNKNOWN_ID}`), 404);
    for (const id of ['x', '%00', 'a%22b', '..%2f..', '__proto__', '%ff', '%F0%9F%A6%8A']) {
      expectProblem(await owner.get(`/storage/files/${id}`), 400, 404, 422);
    }
  });
});

describe('PATCH /storage/files/{id}', () => {
  it('renames in the folder, and the bytes follow', async () => {
    const file = await store(owner, bucket, 'one/before.txt', 'kept');
    const answer = await change(file, { name: 'after.txt' });
    expectStatus(answer, 200);
    const { updated_at } = answer.body;
    expect(answer.body).toEqual({ ...file, name: 'after.txt', path: 'one/after.txt', updated_at });
    expect(await readFile(owner, file.id)).toEqual(answer.body);
    expect(await contentOf(bucket, 'one/after.txt')).toBe('kept');
    expectProblem(await download(bucket, 'one/before.txt'), 404);
  });

  it('moves in the bucket by a new path', async () => {
    const file = await store(owner, bucket, 'two/a.txt', 'kept');
    expect((await change(file, { path: 'elsewhere/b.txt' })).body).toMatchObject({
      id: file.id,
      name: 'b.txt',
      path: 'elsewhere/b.txt',
      etag: file.etag,
    });
    expect(await contentOf(bucket, 'elsewhere/b.txt')).toBe('kept');
  });

  it('changes the type and the metadata, whole', async () => {
    const file = await store(owner, bucket, 'three.txt', 'kept', 'text/plain');
    const metadata = { title: 'Отчёт 📄', tags: ['a', 'b'], nested: { deep: [1, null, true] } };
    expect((await change(file, { metadata })).body.metadata).toEqual(metadata);
    expect((await change(file, { mime_type: 'text/csv' })).body).toMatchObject({
      mime_type: 'text/csv',
      metadata,
    });
    expect((await download(bucket, 'three.txt')).headers.get('content-type')).toMatch(/^text\/csv/);
    expect((await change(file, { metadata: { title: 'only' } })).body.metadata).toEqual({ title: 'only' });
    expect((await change(file, { metadata: {} })).body.metadata).toEqual({});
  });

  it('answers 409 for a path that is taken and changes nothing', async () => {
    const [first, second] = [
      await store(owner, bucket, 'four/1', '1'),
      await store(owner, bucket, 'four/2', '2'),
    ];
    expectProblem(await change(first, { name: '2' }), 409);
    expectProblem(await change(first, { path: 'four/2', metadata: { a: 1 } }), 409);
    expect((await listFiles(owner, bucket, { prefix: 'four/' })).data).toEqual([second, first]);
    expect(await contentOf(bucket, 'four/2')).toBe('2');
  });

  it.each([
    ['name', ''],
    ['name', 'a/b'],
    ['name', '..'],
    ['name', 5],
    ['path', '../a'],
    ['mime_type', 5],
    ['mime_type', 'garbage'],
    ['metadata', []],
    ['metadata', 'text'],
    ['size', 1],
    ['etag', 'x'],
    ['checksum_sha256', '0'.repeat(64)],
    ['owner_id', UNKNOWN_ID],
    ['bucket_id', UNKNOWN_ID],
  ])('refuses %s = %j and changes nothing', async (field, value) => {
    const file = await store(owner, bucket, { path: `five/${field}`, upsert: true }, 'x');
    expectInvalid(await change(file, { [field]: value }), 'body', field);
    expect(await readFile(owner, file.id)).toEqual(file);
  });

  it('is 404 for what is not there', async () => {
    expectProblem(await owner.patch(`/storage/files/${UNKNOWN_ID}`, { name: 'a' }), 404);
  });
});

describe('DELETE /storage/files/{id}', () => {
  it('takes the file away and frees its path', async () => {
    const file = await store(owner, bucket, 'six/a.txt', 'first');
    const before = await readBucket(bucket);
    expectDeleted(await owner.del(`/storage/files/${file.id}`));
    expectProblem(await owner.get(`/storage/files/${file.id}`), 404);
    expectProblem(await owner.del(`/storage/files/${file.id}`), 404);
    expectProblem(await download(bucket, 'six/a.txt'), 404);
    expect(await pathsIn(bucket)).not.toContain('six/a.txt');
    expect(await readBucket(bucket)).toMatchObject({
      file_count: before.file_count - 1,
      total_size: before.total_size - 5,
    });
    const heir = await store(owner, bucket, 'six/a.txt', 'second');
    expect(heir.id).not.toBe(file.id);
    expect(await contentOf(bucket, 'six/a.txt')).toBe('second');
  });

  it('leaves the others of the folder', async () => {
    const [first] = [await store(owner, bucket, 'seven/a', '1'), await store(owner, bucket, 'seven/ab', '2')];
    expectDeleted(await owner.del(`/storage/files/${first.id}`));
    expect(await contentOf(bucket, 'seven/ab')).toBe('2');
  });

  it('is 404 for an unknown id, with a token or without', async () => {
    expectProblem(await owner.del(`/storage/files/${UNKNOWN_ID}`), 404);
    const file = await store(owner, bucket, 'eight', 'x');
    expectProblem(await anyone.del(`/storage/files/${file.id}`), 401, 404);
    expect(await readFile(owner, file.id)).toEqual(file);
  });
});
