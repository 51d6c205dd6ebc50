import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Caller } from '../clients/client.ts';
import { sendAndLeave } from '../clients/interrupted.ts';
import { piecesOf, streamOf } from '../clients/streams.ts';
import { append, begin, inspect } from '../clients/tus.ts';
import { expectDeleted, expectProblem, expectStatus } from '../expectations.ts';
import { pause } from '../pause.ts';
import {
  blobNames,
  describeOwnSystem,
  type OwnSystem,
  startOwnSystem,
} from '../system-under-test/own-system.ts';
import {
  type Bucket,
  createBucket,
  finished,
  type Job,
  type StoredFile,
  store,
  upload,
} from '../world/storage.ts';

const QUOTA_BYTES = 100_000;
const LARGEST_BYTES = 60_000;
const UPLOAD_TTL_SECONDS = 60;

let small: OwnSystem;
let boss: Caller;

async function empty(bucket: Bucket): Promise<void> {
  const answer = await boss.post<Job>('/storage/files/delete', { bucket_id: bucket.id, prefix: '' });
  expect(await finished(boss, answer)).toMatchObject({ status: 'done' });
}

describeOwnSystem('a system whose limits are near', { timeout: 120_000 }, () => {
  let bucket: Bucket;
  let expiring: string;
  let begun: number;

  beforeAll(async () => {
    small = await startOwnSystem({
      STORAGE_QUOTA_BYTES: String(QUOTA_BYTES),
      STORAGE_MAX_FILE_BYTES: String(LARGEST_BYTES),
      STORAGE_UPLOAD_TTL_SECONDS: String(UPLOAD_TTL_SECONDS),
      STORAGE_SWEEP_AGE_SECONDS: '1',
    });
    boss = small.boss;
    bucket = await createBucket(boss);
  }, 120_000);

  afterAll(async () => {
    await small?.stop();
  }, 60_000);

  const stats = async () => (await boss.get<Record<string, number>>('/storage/files/stats')).body;

  it('counts every file and every byte', async () => {
    const file = await store(boss, bucket, 'a', '12345');
    await store(boss, bucket, 'b', '123');
    const buckets = { buckets_count: 1, bucket_count: 1, total_buckets: 1 };
    expect(await stats()).toEqual({ total_files: 2, total_size: 8, ...buckets });
    expectStatus(await upload(boss, bucket, { path: 'a', upsert: true }, '1'), 201);
    expect(await stats()).toMatchObject({ total_files: 2, total_size: 4 });
    expectDeleted(await boss.del(`/storage/files/${file.id}`));
    expect((await boss.get('/storage/files/total-count')).body).toEqual({ count: 1 });
    await empty(bucket);
    expect(await stats()).toMatchObject({ total_files: 0, total_size: 0 });
  });

  it('takes no file over STORAGE_MAX_FILE_BYTES, whatever the bucket says', async () => {
    const wide = await boss.patch(`/storage/buckets/${bucket.id}`, { max_file_size: 1_000_000_000 });
    expectStatus(wide, 200, 422);
    for (const body of [new Uint8Array(LARGEST_BYTES + 1), streamOf(piecesOf(LARGEST_BYTES + 1))]) {
      expectProblem(await upload(boss, bucket, 'large', body), 413);
    }
    expect(await stats()).toMatchObject({ total_files: 0, total_size: 0 });
  });

  it('is full at its quota, by one byte, however the bytes come', async () => {
    await store(boss, bucket, 'half', new Uint8Array(50_000));
    expectProblem(await upload(boss, bucket, 'over', new Uint8Array(50_001)), 507);
    expectProblem(await upload(boss, bucket, 'over', streamOf(piecesOf(50_001))), 507);
    await store(boss, bucket, 'other-half', streamOf(piecesOf(50_000)));
    expectProblem(await upload(boss, bucket, 'over', '1'), 507);
    expect(await stats()).toMatchObject({ total_files: 2, total_size: QUOTA_BYTES });
  });

  it('gives room again for what is deleted, and none for a copy', async () => {
    const { body } = await boss.get<{ data: StoredFile[] }>('/storage/files/', { search: 'other-half' });
    const [file] = body.data;
    expectProblem(await boss.post(`/storage/files/${file?.id}/copy`, { path: 'copy' }), 507);
    expectDeleted(await boss.del(`/storage/files/${file?.id}`));
    expectStatus(await upload(boss, bucket, 'again', new Uint8Array(50_000)), 201);
    await empty(bucket);
    expect(await stats()).toMatchObject({ total_files: 0, total_size: 0 });
  });

  it('lets no two uploads share the last room', async () => {
    await store(boss, bucket, 'most', new Uint8Array(60_000));
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => upload(boss, bucket, `last/${index}`, new Uint8Array(30_000))),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array(7).fill(507)]);
    expect((await stats()).total_size).toBe(90_000);
    await empty(bucket);
  });

  it('keeps no byte that belongs to no file', async () => {
    expiring = await begin(boss, bucket.id, 'expiring', 10);
    begun = Date.now();
    expectStatus(await append(boss, expiring, 0, '12345'), 204);
    const limited = await createBucket(boss, { max_file_size: 20_000, allowed_mime_types: ['text/plain'] });
    const kept = await store(boss, limited, 'kept.txt', 'kept', 'text/plain');
    const doomed = await createBucket(boss);
    await store(boss, doomed, 'a', 'doomed');
    const { baseUrl, apiKey } = small.system;
    const head = [
      `POST /storage/files/upload?bucket_id=${bucket.id}&path=broken HTTP/1.1`,
      `Host: ${new URL(baseUrl).host}`,
      `X-API-Key: ${apiKey}`,
      `Authorization: Bearer ${small.token}`,
      'Content-Length: 50000',
    ];
    for (const ending of ['end', 'reset'] as const) {
      await sendAndLeave(baseUrl, head, 'x'.repeat(30_000), ending);
    }
    expectProblem(await upload(boss, limited, 'large.txt', streamOf(piecesOf(50_000))), 413);
    expectProblem(await upload(boss, limited, 'typed.png', 'x', { 'Content-Type': 'image/png' }), 415);
    const taken = { path: 'kept.txt', on_conflict: 'error' };
    expectProblem(await upload(boss, limited, taken, 'other', { 'Content-Type': 'text/plain' }), 409);
    const target = { path: 'kept.txt', upsert: true };
    expectStatus(await upload(boss, limited, target, 'new', { 'Content-Type': 'text/plain' }), 201);
    expectDeleted(await boss.del(`/storage/buckets/${doomed.id}`));
    const sweep = await finished(boss, await boss.post<Job>('/storage/sweep'));
    expect(sweep).toMatchObject({ kind: 'sweep', status: 'done', error: null });
    // The one file, and what has come of the upload that is still open.
    await expect
      .poll(async () => (await blobNames(small.system)).length, { timeout: 60_000, interval: 500 })
      .toBe(2);
    expect((await boss.get(`/storage/files/download/${limited.name}/${kept.path}`)).text).toBe('new');
  });

  it('forgets a resumable upload after its time', async () => {
    await pause(begun + UPLOAD_TTL_SECONDS * 1000 + 1_500 - Date.now());
    expectStatus(await inspect(boss, expiring), 404, 410);
    expectProblem(await append(boss, expiring, 5, '67890'), 404, 410);
    expect((await boss.get('/storage/files/', { search: 'expiring' })).body).toMatchObject({ total: 0 });
  });

  // Last, and in a system of its own: a job that can not end would hold up those of all other tests.
  it('brings a job to an end although its bucket is deleted before its turn, and the next job too', async () => {
    for (let round = 0; round < 3; round += 1) {
      const [doomed, other] = [await createBucket(boss), await createBucket(boss)];
      for (const one of [doomed, other]) await store(boss, one, 'a', 'x');
      const removal = { bucket_id: doomed.id, prefix: '' };
      const overtaken = await boss.post<Job>('/storage/files/delete', removal);
      expectDeleted(await boss.del(`/storage/buckets/${doomed.id}`));
      await empty(other);
      expect((await finished(boss, overtaken)).error ?? '').not.toMatch(/uuid|null|column/);
    }
  });
});
