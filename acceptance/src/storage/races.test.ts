import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../clients/client.ts';
import { expectDeleted, expectProblem, expectStatus } from '../expectations.ts';
import {
  type Bucket,
  contentOf,
  createBucket,
  download,
  downloadPath,
  listFiles,
  pathsIn,
  readBucket,
  type StoredFile,
  sha256,
  store,
  type Uploaded,
  upload,
} from '../world/storage.ts';
import { admin, createPerson, type Person } from '../world/users.ts';

let owner: Person;
beforeAll(async () => {
  owner = await createPerson();
});

const times = <T>(count: number, act: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => act(index)));

const statusesOf = (answers: Answer<unknown>[]) => answers.map(({ status }) => status).sort();

/** A body that is all of one letter, so that a mixture of two shows. */
const letters = (index: number, bytes = 200_000) => String.fromCharCode(97 + (index % 26)).repeat(bytes);

describe('uploads to one path at once', () => {
  it('let one win whole, and the others are 409', async () => {
    const bucket = await createBucket(owner);
    const answers = await times(10, (index) =>
      upload(owner, bucket, { path: 'prize', on_conflict: 'error' }, letters(index)),
    );
    expect(statusesOf(answers)).toEqual([201, ...Array(9).fill(409)]);
    const winner = answers.findIndex(({ status }) => status === 201);
    expect(await contentOf(bucket, 'prize')).toBe(letters(winner));
    expect(await readBucket(bucket)).toMatchObject({ file_count: 1, total_size: 200_000 });
  });

  it('are all stored, each under a name of its own', async () => {
    const bucket = await createBucket(owner);
    const answers = await times(30, (index) => upload(owner, bucket, 'prize.txt', letters(index, 1000)));
    expect(statusesOf(answers)).toEqual(Array(30).fill(201));
    const paths = answers.map(({ body }) => body.path);
    expect(new Set(paths).size).toBe(30);
    expect(await pathsIn(bucket)).toEqual(paths.toSorted());
    for (const [index, path] of paths.entries()) {
      expect(path).toMatch(/^prize( \(\d+\))?\.txt$/);
      expect(await contentOf(bucket, path)).toBe(letters(index, 1000));
    }
    expect(await readBucket(bucket)).toMatchObject({ file_count: 30, total_size: 30_000 });
  });

  it('with upsert leave one file, whole, of one of them', async () => {
    const bucket = await createBucket(owner);
    const target = { path: 'prize', upsert: true };
    const answers = await times(10, (index) => upload(owner, bucket, target, letters(index, 1000 + index)));
    for (const answer of answers) expectStatus(answer, 201);
    const [file] = (await listFiles(owner, bucket)).data as [StoredFile];
    expect((await listFiles(owner, bucket)).total).toBe(1);
    const text = await contentOf(bucket, 'prize');
    expect(text).toBe(letters(text.length - 1000, text.length));
    expect([file.size, file.checksum_sha256]).toEqual([text.length, sha256(text)]);
    expect(await readBucket(bucket)).toMatchObject({ file_count: 1, total_size: text.length });
  });
});

it('a reader sees one version whole while a file is replaced again and again', async () => {
  const bucket = await createBucket(owner, { public: true });
  await store(owner, bucket, 'a', letters(0));
  let isWriting = true;
  const writer = async () => {
    for (let round = 1; round <= 10; round += 1) {
      const target = { path: 'a', upsert: true };
      expectStatus(await upload(owner, bucket, target, letters(round)), 201);
    }
    isWriting = false;
  };
  const reader = async () => {
    while (isWriting) {
      const { status, text, headers } = await download(bucket, 'a');
      expect([status, text.length, headers.get('content-length')]).toEqual([200, 200_000, '200000']);
      expect(text).toBe((text[0] ?? '').repeat(200_000));
    }
  };
  await Promise.all([writer(), reader(), reader()]);
});

it('20 deletions of one file at once delete it once', async () => {
  const bucket = await createBucket(owner);
  const file = await store(owner, bucket, 'a', 'x');
  const answers = await times(20, () => owner.del(`/storage/files/${file.id}`));
  expect(statusesOf(answers)).toEqual([204, ...Array(19).fill(404)]);
  expect(await readBucket(bucket)).toMatchObject({ file_count: 0, total_size: 0 });
});

it('a deletion and overwrites at once leave the whole file or none', async () => {
  for (let round = 0; round < 5; round += 1) {
    const bucket = await createBucket(owner);
    const file = await store(owner, bucket, 'a', 'first');
    const [removed, replaced] = await Promise.all([
      owner.del(`/storage/files/${file.id}`),
      upload(owner, bucket, { path: 'a', upsert: true }, letters(round)),
    ]);
    expectStatus(removed, 204, 404);
    expectStatus(replaced, 201, 404, 409);
    const present = await pathsIn(bucket);
    if (present.length > 0) expect(await contentOf(bucket, 'a')).toBe(letters(round));
    expect((await readBucket(bucket)).file_count).toBe(present.length);
  }
});

it('a bucket that is deleted while files come in takes them along', async () => {
  const bucket = await createBucket(owner);
  const uploads = times(20, (index) => upload(owner, bucket, `f${index}`, letters(index)));
  expectDeleted(await owner.del(`/storage/buckets/${bucket.id}`));
  for (const answer of await uploads) expectStatus(answer, 201, 404);
  expectProblem(await owner.get('/storage/files/', { bucket_id: bucket.id }), 404);
  for (const { status, body } of await uploads) {
    if (status === 201) expectProblem(await owner.get(`/storage/files/${body.file_id}`), 404);
  }
});

describe('1,000 uploads of 4 KB at once', () => {
  const COUNT = 1000;
  const contentAt = (index: number) => `${index}:`.padEnd(4096, String(index));
  let bucket: Bucket;
  let answers: Answer<Uploaded>[];
  beforeAll(async () => {
    bucket = await createBucket(owner);
    answers = await times(COUNT, (index) => upload(owner, bucket, `many/${index}.txt`, contentAt(index)));
  });

  it('all succeed, and all are there', async () => {
    expect(statusesOf(answers)).toEqual(Array(COUNT).fill(201));
    expect(await readBucket(bucket)).toMatchObject({ file_count: COUNT, total_size: COUNT * 4096 });
    const { data } = await listFiles(owner, bucket, { page_size: COUNT });
    const stored = new Map(data.map((file) => [file.path, file.checksum_sha256]));
    expect(stored.size).toBe(COUNT);
    for (let index = 0; index < COUNT; index += 1) {
      expect(stored.get(`many/${index}.txt`)).toBe(sha256(contentAt(index)));
    }
  });

  it('are read back as they were', async () => {
    const indexes = Array.from({ length: 100 }, (_, index) => index * 10 + (index % 10));
    const texts = await Promise.all(
      indexes.map(async (index) => (await owner.get(downloadPath(bucket, `many/${index}.txt`))).text),
    );
    expect(texts).toEqual(indexes.map(contentAt));
  });

  it('are gone at once with their bucket, and its name is free', async () => {
    const before = Date.now();
    expectDeleted(await owner.del(`/storage/buckets/${bucket.id}`));
    expect(Date.now() - before).toBeLessThan(5_000);
    expectProblem(await owner.get('/storage/files/', { bucket_id: bucket.id }), 404);
    for (const caller of [owner, admin]) {
      const found = await caller.get('/storage/files/', { search: bucket.name });
      expect(found.body).toMatchObject({ total: 0 });
    }
    const ids = answers.filter((_, index) => index % 100 === 0).map(({ body }) => body.file_id);
    for (const id of ids) expectProblem(await owner.get(`/storage/files/${id}`), 404);
    expect(await readBucket(await createBucket(owner, { name: bucket.name }))).toMatchObject({
      file_count: 0,
    });
  });
});
