import { beforeAll, describe, expect, it } from 'vitest';
import {
  expectDeleted,
  expectInvalid,
  expectProblem,
  expectStatus,
  UTC_MILLIS,
  UUID_V7,
} from '../expectations.ts';
import {
  type Bucket,
  bucketName,
  createBucket,
  download,
  readBucket,
  store,
  upload,
} from '../world/storage.ts';
import { admin, anyone, createPerson, type Person, system, UNKNOWN_ID } from '../world/users.ts';

let owner: Person;
let stranger: Person;
beforeAll(async () => {
  [owner, stranger] = [await createPerson(), await createPerson()];
});

describe('POST /storage/buckets/', () => {
  it('answers the whole bucket: private, empty and without limits unless asked otherwise', async () => {
    const name = bucketName();
    const answer = await owner.post<Bucket>('/storage/buckets/', { name });
    expectStatus(answer, 201);
    expect(answer.body).toEqual({
      id: expect.stringMatching(UUID_V7),
      name,
      public: false,
      access: 'owner',
      owner_id: owner.id,
      description: null,
      max_file_size: null,
      file_size_limit: null,
      allowed_mime_types: null,
      anonymous_uploads: true,
      file_count: 0,
      total_size: 0,
      created_at: expect.stringMatching(UTC_MILLIS),
      updated_at: expect.stringMatching(UTC_MILLIS),
    });
    expect(await readBucket(answer.body)).toEqual(answer.body);
  });

  it('keeps every field it is given', async () => {
    const fields = {
      public: true,
      description: 'Фото 📷',
      max_file_size: 5_000_000_000,
      allowed_mime_types: ['image/*', 'application/pdf'],
    };
    const bucket = await createBucket(owner, fields);
    expect(bucket).toMatchObject(fields);
    expect(await readBucket(bucket)).toEqual(bucket);
  });

  it.each(['a1-', '9--', `${'x'.repeat(50)}-`])('takes a name that begins with %s', async (start) => {
    const name = start + bucketName().slice(-12);
    expectStatus(await owner.post('/storage/buckets/', { name }), 201);
  });

  it('takes a name of 3 and of 63 characters', async () => {
    const [short, long] = [bucketName().slice(-3), bucketName().slice(-12).padStart(63, 'l')];
    for (const name of [short, long]) {
      const bucket = await createBucket(owner, { name });
      expectDeleted(await owner.del(`/storage/buckets/${bucket.id}`));
    }
  });

  it.each([
    ['name', undefined],
    ['name', ''],
    ['name', 'ab'],
    ['name', 'x'.repeat(64)],
    ['name', '-abc'],
    ['name', 'abc-'],
    ['name', 'Upper'],
    ['name', 'a_b'],
    ['name', 'a.b'],
    ['name', '../etc'],
    ['name', 'bücket'],
    ['name', 'abc\n'],
    ['name', 5],
    ['public', 'yes'],
    ['access', 'everybody'],
    ['anonymous_uploads', 'yes'],
    ['max_file_size', 0],
    ['max_file_size', -1],
    ['max_file_size', 1.5],
    ['max_file_size', 1e300],
    ['max_file_size', '10'],
    ['allowed_mime_types', 'image/png'],
    ['allowed_mime_types', ['image']],
    ['allowed_mime_types', [5]],
    ['allowed_mime_types', ['image/png\r\nX-Evil: 1']],
    ['description', 5],
    ['owner_id', UNKNOWN_ID],
    ['file_count', 1],
  ])('refuses %s = %j and creates nothing', async (field, value) => {
    const name = bucketName();
    expectInvalid(await owner.post('/storage/buckets/', { name, [field]: value }), 'body', field);
    expect((await admin.get('/storage/buckets/count', { search: name })).body).toEqual({ count: 0 });
  });

  it('answers 409 for a taken name, of any owner', async () => {
    const taken = await createBucket(owner);
    for (const caller of [owner, stranger, admin]) {
      expectProblem(await caller.post('/storage/buckets/', { name: taken.name, public: true }), 409);
    }
    expect(await readBucket(taken)).toEqual(taken);
  });

  it('of 20 at once with one name makes one bucket', async () => {
    const name = bucketName();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => owner.post('/storage/buckets/', { name })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
  });

  it('is for users', async () => {
    expectProblem(await anyone.post('/storage/buckets/', { name: bucketName() }), 401);
  });
});

describe('PATCH /storage/buckets/{id}', () => {
  it('changes each field and leaves the others', async () => {
    const bucket = await createBucket(owner, { description: 'before' });
    const name = bucketName();
    const changes: (Record<string, unknown> & { said?: object })[] = [
      { name },
      { public: true, said: { access: 'public' } },
      { description: 'after' },
      { description: null },
      { max_file_size: 7, said: { file_size_limit: 7 } },
      { max_file_size: null, said: { file_size_limit: null } },
      { allowed_mime_types: ['text/plain'] },
      { allowed_mime_types: null },
      { anonymous_uploads: false },
      { access: 'users', said: { public: false } },
      { name: null, said: { name } },
    ];
    let expected: object = bucket;
    for (const { said = {}, ...change } of changes) {
      const answer = await owner.patch<Bucket>(`/storage/buckets/${bucket.id}`, change);
      expectStatus(answer, 200);
      expected = { ...expected, ...change, ...said };
      expect(answer.body).toEqual({ ...expected, updated_at: answer.body.updated_at });
      expect(await readBucket(bucket)).toEqual(answer.body);
    }
  });

  it('moves the downloads along with a new name', async () => {
    const bucket = await createBucket(owner, { public: true });
    await store(owner, bucket, 'a.txt', 'kept');
    const renamed = { ...bucket, name: bucketName() };
    expectStatus(await owner.patch(`/storage/buckets/${bucket.id}`, { name: renamed.name }), 200);
    expect((await download(renamed, 'a.txt')).text).toBe('kept');
    expectProblem(await download(bucket, 'a.txt', { apiKey: system.apiKey }), 404);
  });

  it('answers 409 for a taken name and changes nothing', async () => {
    const [first, second] = [await createBucket(owner), await createBucket(stranger)];
    expectProblem(
      await owner.patch(`/storage/buckets/${first.id}`, { name: second.name, public: true }),
      409,
    );
    expect(await readBucket(first)).toEqual(first);
  });

  it.each([
    ['name', 'Not Allowed'],
    ['public', 'yes'],
    ['max_file_size', 0],
    ['allowed_mime_types', ['*']],
    ['description', 5],
    ['owner_id', UNKNOWN_ID],
    ['total_size', 3],
  ])('refuses %s = %j', async (field, value) => {
    const bucket = await createBucket(owner);
    expectInvalid(await owner.patch(`/storage/buckets/${bucket.id}`, { [field]: value }), 'body', field);
    expect(await readBucket(bucket)).toEqual(bucket);
  });
});

describe('DELETE /storage/buckets/{id}', () => {
  it('removes the bucket and its files at once for all callers', async () => {
    const bucket = await createBucket(owner, { public: true });
    const file = await store(owner, bucket, 'folder/a.txt', 'gone');
    expectDeleted(await owner.del(`/storage/buckets/${bucket.id}`));
    for (const caller of [owner, admin]) {
      expectProblem(await caller.get(`/storage/buckets/${bucket.id}`), 404);
      expectProblem(await caller.get(`/storage/files/${file.id}`), 404);
      expectProblem(await caller.get('/storage/files/', { bucket_id: bucket.id }), 404);
      expectProblem(await caller.del(`/storage/buckets/${bucket.id}`), 404);
      expectProblem(await upload(caller, bucket, 'b.txt'), 404);
    }
    expectProblem(await download(bucket, 'folder/a.txt', { apiKey: system.apiKey }), 404);
    const { body } = await admin.get<Bucket[]>('/storage/buckets/', { search: bucket.name });
    expect(body).toEqual([]);
  });

  it('frees the name for a bucket that knows nothing of the old files', async () => {
    const bucket = await createBucket(owner, { public: true });
    await store(owner, bucket, 'a.txt', 'old');
    expectDeleted(await owner.del(`/storage/buckets/${bucket.id}`));
    const heir = await createBucket(stranger, { name: bucket.name, public: true });
    expect(heir.id).not.toBe(bucket.id);
    expectProblem(await download(heir, 'a.txt'), 404);
    await store(stranger, heir, 'a.txt', 'new');
    expect((await download(heir, 'a.txt')).text).toBe('new');
  });
});

describe('the counters of a bucket', () => {
  const counters = async (bucket: Bucket) => {
    const { file_count, total_size } = await readBucket(bucket);
    return [file_count, total_size];
  };

  it('follow uploads, overwrites, refusals and deletions', async () => {
    const bucket = await createBucket(owner);
    const file = await store(owner, bucket, 'a', '12345');
    await store(owner, bucket, 'b', '123');
    expect(await counters(bucket)).toEqual([2, 8]);
    expectProblem(await upload(owner, bucket, { path: 'a', on_conflict: 'error' }, '1234567890'), 409);
    expect(await counters(bucket)).toEqual([2, 8]);
    expectStatus(await upload(owner, bucket, { path: 'a', upsert: true }, '1'), 201);
    expect(await counters(bucket)).toEqual([2, 4]);
    expectDeleted(await owner.del(`/storage/files/${file.id}`));
    expect(await counters(bucket)).toEqual([1, 3]);
  });
});
