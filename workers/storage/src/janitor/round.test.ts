import type { Person } from '@selfdb/server/testing/people';
import type { Bucket } from '@selfdb/shared/buckets/schema';
import { beforeAll, describe, expect, it } from 'vitest';
import { call, makeBucket, upload } from '../testing/client.ts';
import { createPerson } from '../testing/people.ts';
import { db, rows, value } from '../testing/sql.ts';
import { segmentsOf, store } from '../testing/storage.ts';
import { type JanitorState, type RoundEnd, runRound } from './round.ts';

let owner: Person;
let bucket: Bucket;

beforeAll(async () => {
  owner = await createPerson();
  bucket = await makeBucket(owner);
});

const AUDIT = { AUDIT_RETENTION_DAYS: 90, AUDIT_MAX_ENTRIES: 1_000_000, BACKUP_PITR_DAYS: 0 };
const rested: JanitorState = { sweep: undefined, lastSweptAt: Date.now() };

/** Runs rounds until nothing remains to be done at once. Unreferenced bytes are removable after `ageSeconds`. */
async function work(ageSeconds = 0): Promise<RoundEnd['next']> {
  for (let rounds = 0; rounds < 100; rounds += 1) {
    const context = { db, store, env: { ...AUDIT, STORAGE_SWEEP_AGE_SECONDS: ageSeconds } };
    const { next } = await runRound(context, rested);
    if (next !== 'at_once') return next;
  }
  throw new Error('the janitor does not finish');
}

const newFile = (body = 'bytes', path: string = crypto.randomUUID()) => upload(owner, bucket, path, body);
const blobOf = async (id: string) =>
  String(await value('select blob_id from selfdb.files where id = $1', [id]));
const remove = (id: string) => call('DELETE', `/storage/files/${id}`, { token: owner.token });

describe('the bytes of a file', () => {
  it('are removed after its deletion, once the grace period is over', async () => {
    const { id } = await newFile();
    const blobId = await blobOf(id);
    await remove(id);
    expect(await work(60)).toBe('soon');
    expect(await segmentsOf(blobId)).toEqual(['0']);
    expect(await work()).toBe('later');
    expect(await segmentsOf(blobId)).toEqual([]);
    expect(await rows('select from selfdb.dead_segments')).toEqual([]);
  });

  it('are removed only after their own grace period', async () => {
    const ids = [(await newFile()).id, (await newFile()).id];
    const [old, young] = [await blobOf(String(ids[0])), await blobOf(String(ids[1]))];
    for (const id of ids) await remove(id);
    await rows(`update selfdb.dead_segments set died_at = now() - interval '61 s' where blob_id = $1`, [old]);
    expect(await work(60)).toBe('soon');
    expect([await segmentsOf(old), await segmentsOf(young)]).toEqual([[], ['0']]);
  });

  it('are removed almost at once when the store is full', async () => {
    const { id } = await newFile();
    const blobId = await blobOf(id);
    await remove(id);
    await rows(`update selfdb.dead_segments set died_at = now() - interval '2 s'`);
    const context = { db, store, env: { ...AUDIT, STORAGE_SWEEP_AGE_SECONDS: 3600 } };
    await runRound(context, rested);
    expect(await segmentsOf(blobId)).toEqual(['0']);
    await runRound({ ...context, isUrgent: true }, rested);
    expect(await segmentsOf(blobId)).toEqual([]);
  });

  it('stay as long as a restore to a moment may need them, even when the store is full', async () => {
    const { id } = await newFile();
    const blobId = await blobOf(id);
    await remove(id);
    await rows(`update selfdb.dead_segments set died_at = now() - interval '2 days'`);
    const env = { ...AUDIT, BACKUP_PITR_DAYS: 2, STORAGE_SWEEP_AGE_SECONDS: 60 };
    await runRound({ db, store, env, isUrgent: true }, rested);
    expect(await segmentsOf(blobId)).toEqual(['0']);
    await rows(`update selfdb.dead_segments set died_at = now() - interval '50 hours'`);
    await runRound({ db, store, env }, rested);
    expect(await segmentsOf(blobId)).toEqual([]);
  });

  it('are removed when it is overwritten, and those of the new version stay', async () => {
    const [before, after] = [await newFile('one', 'same'), await newFile('two', 'same')].map(({ id }) => id);
    expect(after).toBe(before);
    const blobId = await blobOf(String(after));
    await work();
    expect(await segmentsOf(blobId)).toEqual(['0']);
    expect(await rows('select from selfdb.dead_segments')).toEqual([]);
  });

  it('are removed when plain SQL deletes its row', async () => {
    const { id } = await newFile();
    const blobId = await blobOf(id);
    await rows('delete from selfdb.files where id = $1', [id]);
    await work();
    expect(await segmentsOf(blobId)).toEqual([]);
  });

  it('stay as long as a copy shares them', async () => {
    const { id } = await newFile();
    const blobId = await blobOf(id);
    const json = { path: crypto.randomUUID() };
    const { body: copy } = await call<{ id: string }>('POST', `/storage/files/${id}/copy`, {
      token: owner.token,
      json,
    });
    await remove(id);
    await work();
    expect(await segmentsOf(blobId)).toEqual(['0']);
    await remove(copy.id);
    await work();
    expect(await segmentsOf(blobId)).toEqual([]);
  });

  it('stay while there is a hold', async () => {
    const { id } = await newFile();
    const blobId = await blobOf(id);
    await rows(
      `insert into selfdb.blob_holds (reason, expires_at) values ('a backup', now() + interval '1 hour')`,
    );
    await remove(id);
    expect(await work()).toBe('soon');
    expect(await segmentsOf(blobId)).toEqual(['0']);
    await rows(`update selfdb.blob_holds set expires_at = now()`);
    await work();
    expect(await segmentsOf(blobId)).toEqual([]);
  });

  it('that are marked for removal by mistake stay, and are unmarked', async () => {
    const { id } = await newFile();
    const blobId = await blobOf(id);
    await rows(`insert into selfdb.dead_segments (blob_id, segment) values ($1, '0'), ($1, 'lost')`, [
      blobId,
    ]);
    await work();
    expect(await segmentsOf(blobId)).toEqual(['0']);
    expect(await rows('select from selfdb.dead_segments')).toEqual([]);
  });
});

/** Begins a resumable upload and returns the id of its blob. */
async function beginUpload(): Promise<string> {
  const { headers } = await call('POST', '/storage/files/tus', {
    token: owner.token,
    body: 'some bytes',
    headers: {
      'Tus-Resumable': '1.0.0',
      'Upload-Length': '1000',
      'Upload-Metadata': `bucket_id ${btoa(bucket.id)},path ${btoa(crypto.randomUUID())}`,
      'Content-Type': 'application/offset+octet-stream',
    },
  });
  return headers.get('Location')?.split('/').at(-1) ?? '';
}

describe('an upload', () => {
  it('that has expired is deleted with its bytes, and no other', async () => {
    const [expired, alive] = [await beginUpload(), await beginUpload()];
    await rows('update selfdb.uploads set expires_at = now() where blob_id = $1', [expired]);
    await work();
    expect(await segmentsOf(expired)).toEqual([]);
    expect(await segmentsOf(alive)).toHaveLength(1);
    const left = await rows('select blob_id from selfdb.uploads where blob_id in ($1, $2)', [expired, alive]);
    expect(left).toEqual([{ blob_id: alive }]);
  });
});

/** Inserts files without bytes. */
const fill = ({ id }: Bucket, count: number, prefix: string) =>
  rows(
    `insert into selfdb.files (bucket_id, path, size, mime_type, checksum_sha256, blob_id, segments, owner_id)
     select $1, $3 || n, 1, 'text/plain', 'x', uuidv7(), '[]', $4 from generate_series(1, $2::int) n`,
    [id, count, prefix, owner.userId],
  );
const countIn = ({ id }: Bucket) =>
  value('select count(*)::int from selfdb.files where bucket_id = $1', [id]);

describe('a bucket that is deleted', () => {
  it('loses its files a thousand at a time, then itself', async () => {
    const doomed = await makeBucket(owner);
    await fill(doomed, 2500, 'f');
    await call('DELETE', `/storage/buckets/${doomed.id}`, { token: owner.token });
    const context = { db, store, env: { ...AUDIT, STORAGE_SWEEP_AGE_SECONDS: 0 } };
    expect((await runRound(context, rested)).next).toBe('at_once');
    expect(await countIn(doomed)).toBe(1500);
    await work();
    expect(await rows('select from selfdb.buckets where id = $1', [doomed.id])).toEqual([]);
  });
});

describe('a job', () => {
  interface Job {
    id: string;
    status: string;
    total: number;
    done: number;
  }
  const start = (json: object) => call<Job>('POST', '/storage/files/delete', { token: owner.token, json });
  const read = async ({ id }: Job) =>
    (await call<Job>('GET', `/storage/jobs/${id}`, { token: owner.token })).body;

  it('deletes the files whose paths begin with a prefix, and no others', async () => {
    const crowded = await makeBucket(owner);
    await fill(crowded, 1200, 'a/');
    await fill(crowded, 3, 'ab');
    const { body: job } = await start({ bucket_id: crowded.id, prefix: 'a/' });
    expect(job).toMatchObject({ status: 'waiting', total: 1200, done: 0 });
    await work();
    expect(await read(job)).toMatchObject({ status: 'done', total: 1200, done: 1200 });
    expect(await countIn(crowded)).toBe(3);
  });

  it('leaves files that were added or changed after it was created', async () => {
    const crowded = await makeBucket(owner);
    await fill(crowded, 2, 'a/');
    const { body: job } = await start({ bucket_id: crowded.id, prefix: '' });
    await upload(owner, crowded, 'late.txt', 'x');
    await upload(owner, crowded, 'a/1', 'overwritten since');
    await work();
    expect(await read(job)).toMatchObject({ status: 'done', done: 1 });
    expect(await countIn(crowded)).toBe(2);
  });

  it('deletes by ids', async () => {
    const [first, second, third] = [await newFile(), await newFile(), await newFile()];
    const { body: job } = await start({ ids: [first.id, third.id, crypto.randomUUID()] });
    await work();
    expect(await read(job)).toMatchObject({ status: 'done', total: 2, done: 2 });
    const left = await rows('select id from selfdb.files where id = any($1)', [
      [first.id, second.id, third.id],
    ]);
    expect(left).toEqual([{ id: second.id }]);
  });

  it('for a bucket that is deleted in the meantime finishes', async () => {
    const doomed = await makeBucket(owner);
    await fill(doomed, 2, 'a/');
    const { body: job } = await start({ bucket_id: doomed.id, prefix: 'a/' });
    await rows('delete from selfdb.files where bucket_id = $1', [doomed.id]);
    await rows('delete from selfdb.buckets where id = $1', [doomed.id]);
    await work();
    expect(await read(job)).toMatchObject({ status: 'done', done: 0, error: null });
  });

  it('that always fails is marked as failed, and the next one runs', async () => {
    const [stubborn, other] = [await newFile(), await newFile()];
    await rows(`create function public.refuse_deletion() returns trigger language plpgsql as $$
      begin raise division_by_zero; end $$`);
    await rows(`create trigger guard before delete on selfdb.files for each row
      when (old.id = '${stubborn.id}') execute function public.refuse_deletion()`);
    try {
      const { body: first } = await start({ ids: [stubborn.id] });
      const { body: second } = await start({ ids: [other.id] });
      await expect(work()).rejects.toThrow();
      expect(await read(first)).toMatchObject({ status: 'failed', done: 0, error: expect.any(String) });
      await work();
      expect(await read(second)).toMatchObject({ status: 'done', done: 1 });
    } finally {
      await rows('drop function public.refuse_deletion cascade');
    }
  });
});
