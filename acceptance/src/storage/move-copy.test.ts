import { beforeAll, describe, expect, it } from 'vitest';
import { expectDeleted, expectInvalid, expectProblem, expectStatus, UUID_V7 } from '../expectations.ts';
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
  upload,
} from '../world/storage.ts';
import { admin, createPerson, type Person, UNKNOWN_ID } from '../world/users.ts';

let owner: Person;
let stranger: Person;
let bucket: Bucket;
beforeAll(async () => {
  [owner, stranger] = [await createPerson(), await createPerson()];
  bucket = await createBucket(owner);
});

const move = (file: StoredFile, json: object) =>
  owner.post<StoredFile>(`/storage/files/${file.id}/move`, json);
const copy = (file: StoredFile, json: object) =>
  owner.post<StoredFile>(`/storage/files/${file.id}/copy`, json);

describe('POST /storage/files/{id}/move', () => {
  it('takes the file to another path and keeps the rest', async () => {
    const file = await store(owner, bucket, 'm1/a.txt', 'kept', 'text/plain');
    const answer = await move(file, { path: 'm1/deep/b.txt' });
    expectStatus(answer, 200);
    const { updated_at } = answer.body;
    expect(answer.body).toEqual({ ...file, name: 'b.txt', path: 'm1/deep/b.txt', updated_at });
    expect(await readFile(owner, file.id)).toEqual(answer.body);
    expect(await contentOf(bucket, 'm1/deep/b.txt')).toBe('kept');
    expectProblem(await admin.get(`/storage/files/download/${bucket.name}/m1/a.txt`), 404);
  });

  it('takes it to another bucket, and both count right', async () => {
    const [from, to] = [await createBucket(owner), await createBucket(owner, { public: true })];
    const file = await store(owner, from, 'a.txt', '12345');
    const answer = await move(file, { bucket_id: to.id, path: 'there/a.txt' });
    expectStatus(answer, 200);
    expect(answer.body).toMatchObject({ id: file.id, bucket_id: to.id, bucket_name: to.name });
    expect((await download(to, 'there/a.txt')).text).toBe('12345');
    expect(await readBucket(from)).toMatchObject({ file_count: 0, total_size: 0 });
    expect(await readBucket(to)).toMatchObject({ file_count: 1, total_size: 5 });
  });

  it('answers 409 for a path that is taken, and replaces it when asked', async () => {
    const [first, second] = [
      await store(owner, bucket, 'm2/1', 'first'),
      await store(owner, bucket, 'm2/2', '2'),
    ];
    expectProblem(await move(first, { path: 'm2/2' }), 409);
    expect((await listFiles(owner, bucket, { prefix: 'm2/' })).data).toEqual([second, first]);
    expectStatus(await move(first, { path: 'm2/2', upsert: true }), 200);
    expect(await contentOf(bucket, 'm2/2')).toBe('first');
    expect((await listFiles(owner, bucket, { prefix: 'm2/' })).total).toBe(1);
    expectProblem(await owner.get(`/storage/files/${second.id}`), 404);
  });

  it('to its own path leaves it as it was', async () => {
    const file = await store(owner, bucket, 'm3', 'kept');
    for (const upsert of [false, true]) expectStatus(await move(file, { path: 'm3', upsert }), 200, 409);
    expect(await contentOf(bucket, 'm3')).toBe('kept');
    expect((await readFile(owner, file.id)).path).toBe('m3');
  });

  it('keeps to what the other bucket takes', async () => {
    const file = await store(owner, bucket, 'm4.txt', '123456', 'text/plain');
    const narrow = await createBucket(owner, { max_file_size: 5 });
    const images = await createBucket(owner, { allowed_mime_types: ['image/*'] });
    expectProblem(await move(file, { bucket_id: narrow.id, path: 'a' }), 413);
    expectProblem(await move(file, { bucket_id: images.id, path: 'a' }), 415);
    expect(await readFile(owner, file.id)).toEqual(file);
  });

  it("does not go into another user's private bucket", async () => {
    const file = await store(owner, bucket, 'm5', 'mine');
    const his = await createBucket(stranger);
    expectProblem(await move(file, { bucket_id: his.id, path: 'a' }), 403, 404);
    expectProblem(await move(file, { bucket_id: UNKNOWN_ID, path: 'a' }), 404);
    expect(await pathsIn(his)).toEqual([]);
    expect(await readFile(owner, file.id)).toEqual(file);
  });

  it("does not replace another user's file", async () => {
    const shared = await createBucket(stranger, { public: true });
    const his = await store(stranger, shared, 'his', 'his');
    const mine = await store(owner, shared, 'mine', 'mine');
    expectProblem(await move(mine, { path: 'his', upsert: true }), 403, 409);
    expect(await contentOf(shared, 'his')).toBe('his');
    expect(await readFile(stranger, his.id)).toEqual(his);
  });

  it('of 10 files to one path at once lets one arrive', async () => {
    const files = await Promise.all(
      Array.from({ length: 10 }, (_, index) => store(owner, bucket, `m6/${index}`, String(index))),
    );
    const answers = await Promise.all(files.map((file) => move(file, { path: 'm6/target' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(409)]);
    const winner = answers.findIndex(({ status }) => status === 200);
    expect(await contentOf(bucket, 'm6/target')).toBe(String(winner));
    expect((await listFiles(owner, bucket, { prefix: 'm6/' })).total).toBe(10);
  });
});

describe('10 files that replace one another at one path at once', () => {
  it.each([
    ['moved', move, 200, 1],
    ['copied', copy, 201, 11],
  ] as const)('are all %s', async (act, send, status, left) => {
    const to = await createBucket(owner);
    const files = await Promise.all(
      Array.from({ length: 10 }, (_, index) => store(owner, to, `from/${index}`, String(index))),
    );
    const uploads = Array.from({ length: 5 }, () => upload(owner, to, { path: 'to', upsert: true }, 'up'));
    const answers = await Promise.all(files.map((file) => send(file, { path: 'to', upsert: true })));
    expect(answers.map((answer) => answer.status)).toEqual(Array(10).fill(status));
    for (const answer of await Promise.all(uploads)) expectStatus(answer, 201);
    const { data, total } = await listFiles(owner, to);
    expect([act, total]).toEqual([act, left]);
    expect(await contentOf(to, 'to')).toMatch(/^(\d|up)$/);
    const size = data.reduce((sum, file) => sum + file.size, 0);
    expect(await readBucket(to)).toMatchObject({ file_count: left, total_size: size });
  });

  it('also where two replace each other', async () => {
    for (let round = 0; round < 5; round += 1) {
      const to = await createBucket(owner);
      const [a, b] = [await store(owner, to, 'a', 'a'), await store(owner, to, 'b', 'b')];
      const answers = await Promise.all([
        move(a, { path: 'b', upsert: true }),
        move(b, { path: 'a', upsert: true }),
      ]);
      // Who comes second was replaced by the first.
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, 404]);
      expect(await readBucket(to)).toMatchObject({ file_count: 1, total_size: 1 });
    }
  });
});

it('a path that is taken is told with what replaces it', async () => {
  const to = await createBucket(owner);
  const [file] = [await store(owner, to, 'a/1', 'a'), await store(owner, to, 'b/1', 'b')];
  for (const act of [move, copy]) {
    const answer = await act(file, { path: 'b/1' });
    expectProblem(answer, 409);
    expect(answer.text).toContain('Send upsert: true to replace it.');
  }
  const folder = await owner.post('/storage/files/move', { bucket_id: to.id, from: 'a', to: 'b' });
  expectProblem(folder, 409);
  expect(folder.text).toContain('Move or delete the file at that path first.');
});

describe('POST /storage/files/{id}/copy', () => {
  it('makes a second file of the same bytes', async () => {
    const file = await store(owner, bucket, 'c1/a.txt', 'twice', 'text/plain');
    const answer = await copy(file, { path: 'c1/b.txt' });
    expectStatus(answer, 201);
    const { id, created_at, updated_at } = answer.body;
    expect(id).toMatch(UUID_V7);
    expect(id).not.toBe(file.id);
    expect(answer.body).toMatchObject({
      ...file,
      ...{ id, created_at, updated_at },
      ...{ name: 'b.txt', path: 'c1/b.txt' },
    });
    expect(await contentOf(bucket, 'c1/b.txt')).toBe('twice');
  });

  it('outlives the first, and the first outlives it', async () => {
    const file = await store(owner, bucket, 'c2/a', 'twice');
    const [first, second] = [
      (await copy(file, { path: 'c2/b' })).body,
      (await copy(file, { path: 'c2/c' })).body,
    ];
    expectDeleted(await owner.del(`/storage/files/${first.id}`));
    expect(await contentOf(bucket, 'c2/a')).toBe('twice');
    expectDeleted(await owner.del(`/storage/files/${file.id}`));
    expect(await contentOf(bucket, 'c2/c')).toBe('twice');
    expectStatus(await upload(owner, bucket, { path: 'c2/c', upsert: true }, 'anew'), 201);
    expect((await readFile(owner, second.id)).size).toBe(4);
  });

  it('goes to another bucket, and counts there', async () => {
    const to = await createBucket(owner, { public: true });
    const file = await store(owner, bucket, 'c3', '12345');
    const answer = await copy(file, { bucket_id: to.id, path: 'x/c3' });
    expectStatus(answer, 201);
    expect((await download(to, 'x/c3')).text).toBe('12345');
    expect(await readBucket(to)).toMatchObject({ file_count: 1, total_size: 5 });
    expect(await readFile(owner, file.id)).toEqual(file);
  });

  it('answers 409 for a path that is taken, and replaces it when asked', async () => {
    const [first, second] = [
      await store(owner, bucket, 'c4/1', 'first'),
      await store(owner, bucket, 'c4/2', '2'),
    ];
    for (const path of ['c4/2', 'c4/1']) expectProblem(await copy(first, { path }), 409);
    expect(await readFile(owner, second.id)).toEqual(second);
    expectStatus(await copy(first, { path: 'c4/2', upsert: true }), 200, 201);
    expect(await contentOf(bucket, 'c4/2')).toBe('first');
    expect(await contentOf(bucket, 'c4/1')).toBe('first');
    expect((await listFiles(owner, bucket, { prefix: 'c4/' })).total).toBe(2);
  });

  it('keeps to what the other bucket takes and to who may store there', async () => {
    const file = await store(owner, bucket, 'c5', '123456', 'text/plain');
    const narrow = await createBucket(owner, { max_file_size: 5 });
    const images = await createBucket(owner, { allowed_mime_types: ['image/*'] });
    const his = await createBucket(stranger);
    expectProblem(await copy(file, { bucket_id: narrow.id, path: 'a' }), 413);
    expectProblem(await copy(file, { bucket_id: images.id, path: 'a' }), 415);
    expectProblem(await copy(file, { bucket_id: his.id, path: 'a' }), 403, 404);
    for (const one of [narrow, images, his]) expect(await pathsIn(one)).toEqual([]);
  });
});

describe('a move or a copy', () => {
  it.each([
    [{}],
    [{ path: 5 }],
    [{ path: 'a', upsert: 'yes' }],
    [{ path: 'a', bucket_id: 'x' }],
    [{ path: 'a', to: 1 }],
  ])('by %j is 422', async (json) => {
    const file = await store(owner, bucket, { path: 'v', upsert: true }, 'x');
    for (const act of [move, copy]) expectInvalid(await act(file, json));
    expect(await readFile(owner, file.id)).toEqual(file);
  });

  it('of what is not there is 404', async () => {
    for (const act of ['move', 'copy']) {
      expectProblem(await owner.post(`/storage/files/${UNKNOWN_ID}/${act}`, { path: 'a' }), 404);
    }
  });
});
