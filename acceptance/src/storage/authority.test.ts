import { describe, expect, it } from 'vitest';
import type { Answer, Caller } from '../clients/client.ts';
import { append, begin, inspect } from '../clients/tus.ts';
import { expectProblem, expectStatus, expectUserDeleted } from '../expectations.ts';
import {
  type Bucket,
  bytesOf,
  contentOf,
  createBucket,
  download,
  downloadPath,
  type FilePage,
  listFiles,
  pathsIn,
  readBucket,
  readFile,
  type StoredFile,
  store,
  upload,
} from '../world/storage.ts';
import {
  admin,
  anyone,
  client,
  createAdmin,
  createPerson,
  logIn,
  PASSWORD,
  type Person,
} from '../world/users.ts';

interface Belongings {
  bucket: Bucket;
  file: StoredFile;
  /** A resumable upload that is open for many bytes. */
  location: string;
}

async function belongingsOf(person: Person): Promise<Belongings> {
  const bucket = await createBucket(person);
  const file = await store(person, bucket, 'a.txt', 'mine');
  return { bucket, file, location: await begin(person, bucket.id, 'slow', 1000) };
}

/** Every kind of request that a token opens, but deletions: they are warmed up with the rest. */
async function everyKind(person: Caller, { bucket, file, location }: Belongings): Promise<Answer<unknown>[]> {
  const id = `/storage/files/${file.id}`;
  return Promise.all([
    person.get('/storage/buckets/'),
    person.get(`/storage/buckets/${bucket.id}`),
    person.patch(`/storage/buckets/${bucket.id}`, { description: 'again' }),
    person.get('/storage/files/', { bucket_id: bucket.id }),
    person.get('/storage/files/stats'),
    person.get(id),
    person.patch(id, { metadata: { again: true } }),
    person.post(`${id}/sign`, { expires_in: 60 }),
    person.get(downloadPath(bucket, file.path)),
    upload(person, bucket, { path: 'again', upsert: true }, 'again'),
    inspect(person, location),
  ]);
}

async function warm(person: Caller, belongings: Belongings): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    for (const answer of await everyKind(person, belongings)) expectStatus(answer, 200, 201);
  }
}

async function expectShutOut(person: Caller, belongings: Belongings, ...statuses: number[]): Promise<void> {
  const before = await readBucket(belongings.bucket);
  const last = [
    person.del(`/storage/files/${belongings.file.id}`),
    person.post('/storage/files/delete', { bucket_id: belongings.bucket.id, prefix: '' }),
    person.post('/storage/files/move', { bucket_id: belongings.bucket.id, from: 'a', to: 'b' }),
    append(person, belongings.location, 0, 'x'),
    person.del(`/storage/buckets/${belongings.bucket.id}`),
  ];
  for (const answer of [...(await everyKind(person, belongings)), ...(await Promise.all(last))]) {
    expectStatus(answer, ...statuses);
    if (answer.method !== 'HEAD') expectProblem(answer, answer.status);
  }
  expect(await readBucket(belongings.bucket)).toEqual(before);
}

describe('the next request of a user', () => {
  it('is refused after logout', async () => {
    const person = await createPerson();
    const belongings = await belongingsOf(person);
    const session = client.as((await logIn(person.email)).access_token);
    await warm(session, belongings);
    expectStatus(await session.post('/users/logout', {}), 200);
    await expectShutOut(session, belongings, 401);
    await warm(person, belongings);
  });

  it('is refused after deactivation', async () => {
    const person = await createPerson();
    const belongings = await belongingsOf(person);
    await warm(person, belongings);
    expectStatus(await admin.patch(`/users/${person.id}`, { isActive: false }), 200);
    await expectShutOut(person, belongings, 401, 403);
    expect(await contentOf(belongings.bucket, 'a.txt')).toBe('mine');
  });

  it('is refused after a new password, and after deletion his files are the ADMIN’s who deleted him', async () => {
    const person = await createPerson();
    const belongings = await belongingsOf(person);
    await warm(person, belongings);
    expectStatus(await admin.patch(`/users/${person.id}`, { password: `${PASSWORD} 2` }), 200);
    await expectShutOut(person, belongings, 401);
    const boss = await createAdmin();
    expectUserDeleted(await boss.del(`/users/${person.id}`));
    await expectShutOut(person, belongings, 401);
    expect((await readBucket(belongings.bucket)).owner_id).toBe(boss.id);
    expect((await readFile(boss, belongings.file.id)).owner_id).toBe(boss.id);
    expect(await contentOf(belongings.bucket, 'a.txt')).toBe('mine');
  });
});

it('the next request of an administrator is refused after demotion', async () => {
  const [boss, owner] = [await createAdmin(), await createPerson()];
  const { bucket, file } = await belongingsOf(owner);
  const asAdmin = () =>
    Promise.all([
      boss.get(`/storage/buckets/${bucket.id}`),
      boss.patch(`/storage/buckets/${bucket.id}`, { description: 'by the boss' }),
      boss.get('/storage/files/', { bucket_id: bucket.id }),
      boss.get(`/storage/files/${file.id}`),
      boss.get(downloadPath(bucket, file.path)),
      upload(boss, bucket, { path: 'by-the-boss', upsert: true }),
      boss.post('/storage/files/delete', { bucket_id: bucket.id, prefix: 'none/' }),
      boss.post('/storage/sweep'),
    ]);
  for (let round = 0; round < 2; round += 1) {
    for (const answer of await asAdmin()) expectStatus(answer, 200, 201, 202);
  }
  expectStatus(await admin.patch(`/users/${boss.id}`, { role: 'USER' }), 200);
  const before = await readBucket(bucket);
  for (const answer of await asAdmin()) expectProblem(answer, 401, 403, 404);
  expect(await readBucket(bucket)).toEqual(before);
});

describe('the next request to a bucket', () => {
  it('finds it private after it was made private, and open after it was opened', async () => {
    const [owner, stranger] = [await createPerson(), await createPerson()];
    const bucket = await createBucket(owner, { public: true });
    await store(owner, bucket, 'a.txt', 'shown');
    const path = downloadPath(bucket, 'a.txt');
    for (let round = 0; round < 3; round += 1) {
      for (let warmth = 0; warmth < 3; warmth += 1)
        expect((await download(bucket, 'a.txt')).text).toBe('shown');
      const location = await begin(stranger, bucket.id, `slow/${round}`, 3);
      expectStatus(await owner.patch(`/storage/buckets/${bucket.id}`, { public: false }), 200);
      expectProblem(await download(bucket, 'a.txt'), 401);
      expectProblem(await anyone.get(path), 404);
      expectProblem(await stranger.get(path), 403);
      expectProblem(await stranger.get('/storage/files/', { bucket_id: bucket.id }), 403);
      expectProblem(await upload(stranger, bucket, 'no'), 403);
      expectProblem(await append(stranger, location, 0, 'abc'), 403, 404);
      const found = await anyone.get<FilePage>('/storage/files/', { search: bucket.name });
      expect(found.body.data).toEqual([]);
      expect(await pathsIn(bucket)).toEqual(['a.txt']);
      expectStatus(await owner.patch(`/storage/buckets/${bucket.id}`, { public: true }), 200);
      expectStatus(await download(bucket, 'a.txt'), 200);
    }
  });

  it('never reaches another bucket that took its old name', async () => {
    const owner = await createPerson();
    const bucket = await createBucket(owner, { public: true });
    await store(owner, bucket, 'a.txt', 'shown');
    expectStatus(await download(bucket, 'a.txt'), 200);
    expectStatus(await owner.patch(`/storage/buckets/${bucket.id}`, { name: `${bucket.name}-old` }), 200);
    const secret = await createBucket(owner, { name: bucket.name });
    await store(owner, secret, 'a.txt', 'secret');
    const answer = await download(bucket, 'a.txt');
    expectProblem(answer, 401);
    expect((await download({ ...bucket, name: `${bucket.name}-old` }, 'a.txt')).text).toBe('shown');
    expect((await listFiles(owner, bucket)).total).toBe(1);
  });
});

describe('an upload under way', () => {
  /** A body that stops in the middle until it is told to go on. */
  function haltingBody(): { body: ReadableStream<Uint8Array<ArrayBuffer>>; goOn: () => void } {
    let goOn = () => {};
    const told = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    async function* parts() {
      yield bytesOf('x'.repeat(100_000));
      await told;
      yield bytesOf('y'.repeat(100_000));
    }
    return { body: ReadableStream.from(parts()) as ReadableStream<Uint8Array<ArrayBuffer>>, goOn };
  }

  const started = () => new Promise((resolve) => setTimeout(resolve, 300));

  it.each<[string, (owner: Person, bucket: Bucket) => Promise<Answer<unknown>>]>([
    ['whose bucket is deleted', (owner, { id }) => owner.del(`/storage/buckets/${id}`)],
    ['whose user is deactivated', (owner) => admin.patch(`/users/${owner.id}`, { isActive: false })],
    ['whose session ends', (owner) => owner.post('/users/logout/all')],
  ])('%s is refused at its end, and leaves nothing', async (_name, change) => {
    const owner = await createPerson();
    const bucket = await createBucket(owner);
    const { body, goOn } = haltingBody();
    const pending = upload(owner, bucket, 'late', body);
    await started();
    expectStatus(await change(owner, bucket), 200, 204);
    goOn();
    expectProblem(await pending, 401, 403, 404);
    const { status } = await admin.get(`/storage/buckets/${bucket.id}`);
    if (status === 200) expect(await readBucket(bucket)).toMatchObject({ file_count: 0, total_size: 0 });
  });

  it('by a stranger is refused when the bucket turns private meanwhile', async () => {
    const [owner, stranger] = [await createPerson(), await createPerson()];
    const bucket = await createBucket(owner, { public: true });
    const { body, goOn } = haltingBody();
    const pending = upload(stranger, bucket, 'late', body);
    await started();
    expectStatus(await owner.patch(`/storage/buckets/${bucket.id}`, { public: false }), 200);
    goOn();
    expectProblem(await pending, 403, 404);
    expect(await pathsIn(bucket)).toEqual([]);
  });

  it('is judged by the limits of its end', async () => {
    const owner = await createPerson();
    const bucket = await createBucket(owner);
    const { body, goOn } = haltingBody();
    const pending = upload(owner, bucket, 'late', body);
    await started();
    expectStatus(await owner.patch(`/storage/buckets/${bucket.id}`, { max_file_size: 1000 }), 200);
    goOn();
    const answer = await pending;
    expectStatus(answer, 201, 413);
    expect((await readBucket(bucket)).file_count).toBe(answer.status === 201 ? 1 : 0);
  });
});
