import { beforeAll, expect, it } from 'vitest';
import { pause } from '../pause.ts';
import { randomFrom } from '../random.ts';
import { blobNames } from '../system-under-test/own-system.ts';
import {
  type Bucket,
  createBucket,
  downloadPath,
  type FilePage,
  readBucket,
  type StoredFile,
  sha256,
} from '../world/storage.ts';
import { admin, createPerson, type Person, system } from '../world/users.ts';
import { describeRounds, killRounds } from './kill-rounds.ts';
import { query } from './postgres.ts';
import { attempt, setting, until } from './recovery.ts';
import { deleter, mover, overwriter, resumer, type StorageWorld, uploader } from './storage-workers.ts';
import { WriteLog } from './storage-write-log.ts';

const ROUNDS = setting('CHAOS_STORAGE_ROUNDS', 6);
const WORKERS = { uploader, overwriter, deleter, mover, resumer };
const PAGE = 1000;
let owner: Person;
let bucket: Bucket;

beforeAll(async () => {
  owner = await createPerson();
  bucket = await createBucket(owner);
});

const allWork = async () =>
  (await attempt(() => owner.get('/storage/files/', { bucket_id: bucket.id, limit: 1 })))?.status === 200;

async function listAll(): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  for (let page = 1; ; page += 1) {
    const query = { bucket_id: bucket.id, page, page_size: PAGE, sort_by: 'path', sort_order: 'asc' };
    const { body } = await owner.get<FilePage>('/storage/files/', query);
    files.push(...body.data);
    if (files.length >= body.total) return files;
  }
}

async function checksumOf({ path }: StoredFile): Promise<string> {
  const answer = await fetch(system.baseUrl + downloadPath(bucket, path), {
    headers: { 'X-API-Key': system.apiKey, Authorization: `Bearer ${owner.tokens.access_token}` },
  });
  const bytes = await answer.arrayBuffer();
  return answer.status === 200 ? sha256(new Uint8Array(bytes)) : `status ${answer.status}`;
}

/** What lies in the store and belongs to no row, and what a row promises that is not there. */
async function strayBlobs(): Promise<string[]> {
  const stored = new Set(await blobNames(system));
  const rows = await query(
    system.databaseUrl,
    `select distinct blob_id || '.' || (s ->> 0) as name from (
      select blob_id, segments from selfdb.files union all select blob_id, segments from selfdb.uploads) all_rows,
      jsonb_array_elements(segments) s`,
  );
  const promised = new Set(rows.map(({ name }) => String(name)));
  return [
    ...[...promised].filter((name) => !stored.has(name)).map((name) => `missing ${name}`),
    ...[...stored].filter((name) => !promised.has(name)).map((name) => `orphan ${name}`),
  ];
}

it(`has every file whole and no orphan after ${ROUNDS} rounds of kill -9`, async () => {
  const seed = setting('CHAOS_SEED', 20_261_124);
  const world: StorageWorld = { writeLog: new WriteLog(), owner, bucket };
  let isOver = false;
  const working = Object.entries(WORKERS).map(([name, worker]) => worker(world, name, () => isOver));
  try {
    const rounds = await killRounds((done) => done >= ROUNDS, randomFrom(seed), allWork);
    console.info(`seed ${seed}\n${describeRounds(rounds)}`);
  } finally {
    isOver = true;
    await Promise.all(working);
  }
  const { writeLog } = world;
  expect(writeLog.acknowledged).toBeGreaterThan(ROUNDS);
  expect([...writeLog.statuses].filter((status) => status >= 300 && ![409, 503].includes(status))).toEqual(
    [],
  );

  const files = await listAll();
  console.info(`${writeLog.acknowledged} changes acknowledged, ${files.length} files left`);
  expect(writeLog.faults(new Map(files.map((file) => [file.path, file.checksum_sha256])))).toEqual([]);
  for (const file of files)
    expect([file.path, await checksumOf(file)]).toEqual([file.path, file.checksum_sha256]);
  const { file_count, total_size } = await readBucket(bucket);
  expect([file_count, total_size]).toEqual([files.length, files.reduce((sum, { size }) => sum + size, 0)]);

  let stray: string[] = [];
  await until('a store without orphans', async () => {
    await admin.post('/storage/sweep');
    await pause(2000);
    stray = await strayBlobs();
    return stray.length === 0;
  }).catch((error: unknown) => {
    throw new Error(`${error}: ${stray.slice(0, 20).join(', ')}`);
  });
});
