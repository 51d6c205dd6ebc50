import { beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../clients/client.ts';
import { create } from '../clients/tus.ts';
import { expectInvalid, expectProblem, expectStatus } from '../expectations.ts';
import { type Bucket, createBucket, pathsIn, readBucket, readFile, store, upload } from '../world/storage.ts';
import { admin, anyone, createPerson, marker, type Person } from '../world/users.ts';

let owner: Person;
let stranger: Person;
beforeAll(async () => {
  [owner, stranger] = [await createPerson(), await createPerson()];
});

describe('a public bucket without anonymous uploads', () => {
  it('takes those of users, and is read by anyone', async () => {
    const bucket = await createBucket(owner, { public: true, anonymous_uploads: false });
    expect(bucket.anonymous_uploads).toBe(false);
    expectProblem(await upload(anyone, bucket, 'a'), 401);
    expectProblem(await upload(anyone, bucket, 'large', new Uint8Array(2_000_000)), 401);
    expectProblem(await create(anyone, { bucket_id: bucket.id, path: 'tus' }, 1), 401);
    expect(await pathsIn(bucket)).toEqual([]);
    const file = await store(stranger, bucket, 'b', 'x');
    expect(await readFile(anyone, file.id)).toEqual(file);
    const change = { anonymous_uploads: true };
    expectStatus(await owner.patch(`/storage/buckets/${bucket.id}`, change), 200);
    expectStatus(await upload(anyone, bucket, 'a'), 201);
  });
});

describe('access and public', () => {
  const change = (bucket: Bucket, json: object) => owner.patch<Bucket>(`/storage/buckets/${bucket.id}`, json);

  it('are two ways to say one thing', async () => {
    const bucket = await createBucket(owner);
    const said: [object, string][] = [
      [{ public: true }, 'public'],
      [{ access: 'users' }, 'users'],
      [{ public: null, access: null, description: 'kept' }, 'users'],
      [{ public: false }, 'owner'],
      [{ access: 'public', public: true }, 'public'],
      [{ access: 'users', public: false }, 'users'],
    ];
    for (const [json, access] of said) {
      const { body } = await change(bucket, json);
      expect(body).toMatchObject({ access, public: access === 'public' });
      expect(await readBucket(bucket)).toEqual(body);
    }
  });

  it('may not contradict each other', async () => {
    const bucket = await createBucket(owner);
    for (const json of [
      { access: 'users', public: true },
      { access: 'public', public: false },
    ]) {
      expectInvalid(await change(bucket, json), 'body', 'access');
      expectInvalid(await owner.post('/storage/buckets/', { name: `${bucket.name}-2`, ...json }), 'body');
    }
    expectInvalid(await change(bucket, { access: 'everybody' }), 'body', 'access');
    expect(await readBucket(bucket)).toEqual(bucket);
  });

  it('decide which buckets are listed and counted', async () => {
    const word = marker('listed').replace('_', '-');
    for (const access of ['public', 'users', 'owner'] as const) {
      await createBucket(owner, { name: `${word}-${access}`, access });
    }
    const listed = async (caller: Caller) => {
      const { body } = await caller.get<Bucket[]>('/storage/buckets/', { search: word });
      const count = await caller.get('/storage/buckets/count', { search: word });
      expect(count.body).toEqual({ count: body.length });
      return body.map(({ access }) => access).toSorted();
    };
    expect(await listed(anyone)).toEqual(['public']);
    expect(await listed(stranger)).toEqual(['public', 'users']);
    expect(await listed(owner)).toEqual(['owner', 'public', 'users']);
    expect(await listed(admin)).toEqual(['owner', 'public', 'users']);
  });
});

it('`file_size_limit` and `max_file_size` may both be sent when they say the same', async () => {
  const sizes = (max_file_size: number | null, file_size_limit: number | null) => ({
    max_file_size,
    file_size_limit,
  });
  const name = () => `sizes-${crypto.randomUUID()}`;
  const same = await owner.post<Bucket>('/storage/buckets/', { name: name(), ...sizes(5, 5) });
  expectStatus(same, 201);
  expect(same.body).toMatchObject(sizes(5, 5));
  expectInvalid(
    await owner.post('/storage/buckets/', { name: name(), ...sizes(5, 6) }),
    'body',
    'file_size_limit',
  );
  const one = await owner.post<Bucket>('/storage/buckets/', { name: name(), ...sizes(null, 6) });
  expect(one.body).toMatchObject(sizes(6, 6));
  const path = `/storage/buckets/${same.body.id}`;
  expectInvalid(await owner.patch(path, sizes(null, 6)), 'body', 'file_size_limit');
  expect((await owner.get(path)).body).toEqual(same.body);
  expect((await owner.patch(path, sizes(null, null))).body).toMatchObject(sizes(null, null));
});

it('`file_size_limit` is another word for `max_file_size`', async () => {
  const name = marker('limit').replace('_', '-');
  const created = await owner.post<Bucket>('/storage/buckets/', { name, file_size_limit: 5 });
  expect(created.body.max_file_size).toBe(5);
  const bucket = created.body;
  expectProblem(await upload(owner, bucket, 'a', '123456'), 413);
  const path = `/storage/buckets/${bucket.id}`;
  expect((await owner.patch<Bucket>(path, { file_size_limit: 6 })).body.max_file_size).toBe(6);
  expect((await owner.patch<Bucket>(path, { description: 'x' })).body.max_file_size).toBe(6);
  expect((await owner.patch<Bucket>(path, { file_size_limit: null })).body.max_file_size).toBe(null);
});
