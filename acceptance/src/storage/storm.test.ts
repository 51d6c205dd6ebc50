import { expect, it } from 'vitest';
import type { Answer } from '../clients/client.ts';
import { randomFrom } from '../random.ts';
import {
  type Bucket,
  createBucket,
  downloadPath,
  finished,
  type Job,
  listFiles,
  readBucket,
  type StoredFile,
  sha256,
  upload,
} from '../world/storage.ts';
import { createPerson, type Person } from '../world/users.ts';

const SEED = 20_261_124;
const STEPS = 400;
const AT_ONCE = 10;

/** A whole number from 0 and below the one that is given. */
type Random = (below: number) => number;
type Step = (owner: Person, random: Random, bucket: Bucket, other: Bucket) => Promise<Answer<unknown>>;

const folderOf = (random: Random) => `f${random(3)}`;
const pathOf = (random: Random) => `${folderOf(random)}/${random(4)}`;

/** One of the files there are, or none. */
async function anyFile(owner: Person, random: Random, bucket: Bucket): Promise<string> {
  const { data } = await listFiles(owner, bucket);
  return data[random(Math.max(1, data.length))]?.id ?? '0199a000-0000-7000-8000-000000000000';
}

const at = async (owner: Person, random: Random, bucket: Bucket) =>
  `/storage/files/${await anyFile(owner, random, bucket)}`;

const STEPS_OF: Step[] = [
  (owner, random, bucket) => upload(owner, bucket, pathOf(random), 'x'.repeat(random(5000))),
  (owner, random, bucket) =>
    upload(owner, bucket, { path: pathOf(random), upsert: true }, 'y'.repeat(random(5000))),
  async (owner, random, bucket) => owner.del(await at(owner, random, bucket)),
  async (owner, random, bucket) =>
    owner.patch(await at(owner, random, bucket), { path: pathOf(random), metadata: { n: random(9) } }),
  async (owner, random, bucket, other) => {
    const json = { path: pathOf(random), bucket_id: other.id, upsert: random(2) === 0 };
    return owner.post(`${await at(owner, random, bucket)}/move`, json);
  },
  async (owner, random, bucket, other) => {
    const json = { path: pathOf(random), bucket_id: other.id, upsert: random(2) === 0 };
    return owner.post(`${await at(owner, random, bucket)}/copy`, json);
  },
  (owner, random, bucket) => {
    const json = { bucket_id: bucket.id, from: folderOf(random), to: `f${3 + random(3)}` };
    return owner.post('/storage/files/move', json);
  },
  (owner, random, bucket) => {
    const json = { bucket_id: bucket.id, from: `f${3 + random(3)}`, to: folderOf(random) };
    return owner.post('/storage/files/move', json);
  },
  (owner, random, bucket) =>
    owner.post('/storage/files/delete', { bucket_id: bucket.id, prefix: pathOf(random) }),
];

/** The counters are those of the list, and every file of the list has its bytes. */
async function expectSound(owner: Person, bucket: Bucket): Promise<void> {
  const { data, total } = await listFiles(owner, bucket, { page_size: 1000 });
  const total_size = data.reduce((sum, file) => sum + file.size, 0);
  expect(await readBucket(bucket)).toMatchObject({ file_count: total, total_size });
  expect(new Set(data.map((file) => file.path)).size).toBe(data.length);
  await Promise.all(data.map((file) => expectReadable(owner, bucket, file)));
}

async function expectReadable(owner: Person, bucket: Bucket, file: StoredFile): Promise<void> {
  const answer = await owner.get(downloadPath(bucket, file.path));
  expect([file.path, answer.status, sha256(answer.bytes)]).toEqual([file.path, 200, file.checksum_sha256]);
  expect(answer.headers.get('etag')).toBe(`"${file.etag}"`);
}

it(`${STEPS} changes of two buckets, ${AT_ONCE} at once, leave both sound (seed ${SEED})`, async () => {
  const owner = await createPerson();
  const buckets = [await createBucket(owner), await createBucket(owner)] as [Bucket, Bucket];
  const next = randomFrom(SEED);
  const random: Random = (below) => Math.floor(next() * below);
  const statuses = new Map<string, number>();
  let left = STEPS;
  const worker = async () => {
    for (; left > 0; left -= 1) {
      const [bucket, other] = random(2) === 0 ? buckets : ([buckets[1], buckets[0]] as const);
      const answer = await STEPS_OF[random(STEPS_OF.length)]?.(owner, random, bucket, other);
      expect([200, 201, 202, 204, 404, 409], answer?.text).toContain(answer?.status);
      const key = `${answer?.method} ${answer?.status}`;
      statuses.set(key, (statuses.get(key) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const last = await owner.post<Job>('/storage/files/delete', { bucket_id: buckets[0].id, prefix: 'none' });
  await finished(owner, last);
  expect(statuses.get('POST 201') ?? 0).toBeGreaterThan(20);
  for (const bucket of buckets) await expectSound(owner, bucket);
});
