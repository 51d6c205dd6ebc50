import { beforeAll, describe, expect, it } from 'vitest';
import { expectProblem, expectStatus, UTC_MILLIS, UUID_V7 } from '../expectations.ts';
import {
  type Bucket,
  createBucket,
  finished,
  type Job,
  listFiles,
  pathsIn,
  readBucket,
  readFile,
  store,
} from '../world/storage.ts';
import { admin, anyone, createPerson, type Person, UNKNOWN_ID } from '../world/users.ts';

let owner: Person;
let stranger: Person;
beforeAll(async () => {
  [owner, stranger] = [await createPerson(), await createPerson()];
});

async function bucketWith(...paths: string[]): Promise<Bucket> {
  const bucket = await createBucket(owner);
  for (const path of paths) await store(owner, bucket, path, '12345');
  return bucket;
}

const remove = (json: object, caller: Pick<Person, 'post'> = owner) =>
  caller.post<Job>('/storage/files/delete', json);

describe('POST /storage/files/delete', { timeout: 120_000 }, () => {
  it('answers a job that tells how far it is, and how many it was', async () => {
    const bucket = await bucketWith('a/1', 'a/2', 'b/3');
    const answer = await remove({ bucket_id: bucket.id, prefix: 'a/' });
    expectStatus(answer, 202);
    expect(answer.body).toMatchObject({ id: expect.stringMatching(UUID_V7), total: 2, error: null });
    expect(answer.body.created_at).toMatch(UTC_MILLIS);
    const job = await finished(owner, answer);
    expect(job).toMatchObject({ id: answer.body.id, status: 'done', total: 2, done: 2, error: null });
    expect(job.finished_at).toMatch(UTC_MILLIS);
    expect(await pathsIn(bucket)).toEqual(['b/3']);
    expect(await readBucket(bucket)).toMatchObject({ file_count: 1, total_size: 5 });
  });

  it('takes the prefix as literal text, and an empty one for everything', async () => {
    const bucket = await bucketWith('100%/1', '100x/2', 'a_b', 'axb', 'A_b');
    await finished(owner, await remove({ bucket_id: bucket.id, prefix: '100%' }));
    await finished(owner, await remove({ bucket_id: bucket.id, prefix: 'a_' }));
    expect(await pathsIn(bucket)).toEqual(['100x/2', 'A_b', 'axb']);
    expect(await finished(owner, await remove({ bucket_id: bucket.id, prefix: '' }))).toMatchObject({
      done: 3,
    });
    expect(await pathsIn(bucket)).toEqual([]);
  });

  it('takes ids of several buckets, each once, and minds none that is not there', async () => {
    const [first, second] = [await bucketWith('a', 'b'), await bucketWith('c', 'd')];
    const idOf = async (bucket: Bucket, path: string) =>
      (await listFiles(owner, bucket)).data.find((file) => file.path === path)?.id ?? '';
    const [a, c] = [await idOf(first, 'a'), await idOf(second, 'c')];
    const job = await finished(owner, await remove({ ids: [a, c, a, UNKNOWN_ID] }));
    expect(job).toMatchObject({ status: 'done', total: 2, done: 2 });
    expect([await pathsIn(first), await pathsIn(second)]).toEqual([['b'], ['d']]);
  });

  it('spares what comes to the prefix afterwards', async () => {
    const bucket = await bucketWith('a/1');
    await finished(owner, await remove({ bucket_id: bucket.id, prefix: 'a/' }));
    await store(owner, bucket, 'a/1', 'new');
    expect(await pathsIn(bucket)).toEqual(['a/1']);
  });

  it('is done at once when there is nothing to do', async () => {
    const bucket = await bucketWith('a');
    const job = await finished(owner, await remove({ bucket_id: bucket.id, prefix: 'none/' }));
    expect(job).toMatchObject({ status: 'done', total: 0, done: 0 });
    expect(await pathsIn(bucket)).toEqual(['a']);
  });

  it('deletes nothing that the caller may not delete', async () => {
    const shared = await createBucket(owner, { public: true });
    const hidden = await bucketWith('secret');
    const [mine, his] = [await store(owner, shared, 'mine', 'x'), await store(stranger, shared, 'his', 'x')];
    const secret = (await listFiles(owner, hidden)).data[0]?.id ?? '';
    expectProblem(await remove({ bucket_id: shared.id, prefix: '' }, stranger), 403);
    expectProblem(await remove({ bucket_id: hidden.id, prefix: '' }, stranger), 403);
    expectProblem(await remove({ bucket_id: shared.id, prefix: '' }, anyone), 401, 404);
    for (const ids of [[mine.id], [mine.id, his.id], [secret], [secret, his.id]]) {
      const answer = await remove({ ids }, stranger);
      expectStatus(answer, 202, 403, 404);
      if (answer.status === 202) await finished(stranger, answer);
    }
    expect(await readFile(owner, mine.id)).toEqual(mine);
    expect(await pathsIn(hidden)).toEqual(['secret']);
    await finished(admin, await remove({ bucket_id: hidden.id, prefix: '' }, admin));
    expect(await pathsIn(hidden)).toEqual([]);
  });

  it('lets an uploader delete his own, and the owner of the bucket all', async () => {
    const shared = await createBucket(owner, { public: true });
    const [mine, his] = [await store(owner, shared, 'mine', 'x'), await store(stranger, shared, 'his', 'x')];
    await finished(stranger, await remove({ ids: [his.id] }, stranger));
    expect(await pathsIn(shared)).toEqual(['mine']);
    const again = await store(stranger, shared, 'again', 'x');
    await finished(owner, await remove({ ids: [mine.id, again.id] }));
    expect(await pathsIn(shared)).toEqual([]);
  });

  it.each([
    {},
    { ids: [] },
    { ids: ['x'] },
    { ids: UNKNOWN_ID },
    { ids: Array(10_001).fill(UNKNOWN_ID) },
    { prefix: 'a' },
    { bucket_id: UNKNOWN_ID },
    { bucket_id: 'x', prefix: 'a' },
    { bucket_id: UNKNOWN_ID, prefix: 5 },
    { ids: [UNKNOWN_ID], bucket_id: UNKNOWN_ID, prefix: 'a' },
    { ids: [UNKNOWN_ID], force: true },
  ])('refuses a body that says not clearly what to delete (%#)', async (json) => {
    expectProblem(await remove(json), 422);
  });

  it('is 404 for a bucket that is not there', async () => {
    expectProblem(await remove({ bucket_id: UNKNOWN_ID, prefix: '' }), 404);
  });
});

describe('GET /storage/jobs/{id}', () => {
  it('is for the user who started the job and for an ADMIN', async () => {
    const bucket = await bucketWith('a');
    const { body } = await remove({ bucket_id: bucket.id, prefix: 'a' });
    for (const caller of [owner, admin]) expectStatus(await caller.get(`/storage/jobs/${body.id}`), 200);
    expectProblem(await stranger.get(`/storage/jobs/${body.id}`), 403);
    expectProblem(await anyone.get(`/storage/jobs/${body.id}`), 401, 404);
    expectProblem(await owner.get(`/storage/jobs/${UNKNOWN_ID}`), 404);
    expectProblem(await owner.get('/storage/jobs/x'), 404, 422);
  });
});

it('a job whose files are deleted before its turn comes to an end', { timeout: 120_000 }, async () => {
  const bucket = await bucketWith('a', 'b');
  const { data } = await listFiles(owner, bucket);
  const accepted = await remove({ ids: data.map((file) => file.id) });
  for (const { id } of data) expectStatus(await owner.del(`/storage/files/${id}`), 204, 404);
  expect(await finished(owner, accepted)).toMatchObject({ status: 'done', error: null });
  expect(await readBucket(bucket)).toMatchObject({ file_count: 0, total_size: 0 });
});

describe('POST /storage/sweep', () => {
  it('is for an ADMIN', async () => {
    expectProblem(await owner.post('/storage/sweep'), 403);
    expectProblem(await anyone.post('/storage/sweep'), 401);
  });
});
