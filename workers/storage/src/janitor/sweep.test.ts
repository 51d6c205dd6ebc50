import { env } from 'cloudflare:workers';
import { segmentKey } from '@selfdb/shared/files/segment-key';
import { v7 as mintUuid } from 'uuid';
import { expect, it } from 'vitest';
import type { BlobStore } from '../blobs/blob-store.ts';
import { createDiskStore } from '../blobs/disk-store.ts';
import { call, makeBucket, upload } from '../testing/client.ts';
import { createAdmin, createPerson } from '../testing/people.ts';
import { db, rows, value } from '../testing/sql.ts';
import { segmentsOf, store } from '../testing/storage.ts';
import { type JanitorState, runRound } from './round.ts';

declare global {
  namespace Cloudflare {
    interface Env {
      DOTFILE_DISK: Fetcher;
    }
  }
}

const unswept: JanitorState = { sweep: undefined, lastSweptAt: 0 };

/** Runs a whole sweep, and returns the state after it. */
async function sweep(
  ageSeconds = 0,
  from: JanitorState = unswept,
  inStore: BlobStore = store,
): Promise<JanitorState> {
  let state = from;
  for (let rounds = 0; rounds < 1000; rounds += 1) {
    const context = {
      db,
      store: inStore,
      env: {
        BACKUP_PITR_DAYS: 0,
        AUDIT_RETENTION_DAYS: 90,
        AUDIT_MAX_ENTRIES: 1_000_000,
        STORAGE_SWEEP_AGE_SECONDS: ageSeconds,
      },
    };
    const end = await runRound(context, state);
    state = end.state;
    if (end.next !== 'at_once') return state;
  }
  throw new Error('the sweep does not finish');
}

async function put(key: string): Promise<void> {
  const writer = store.write(key);
  await writer.write(new TextEncoder().encode('bytes'));
  await writer.close();
}

it('A sweep removes bytes that never had a row', async () => {
  const blobId = mintUuid();
  await put(segmentKey({ blobId, segment: '0' }));
  await put(segmentKey({ blobId, segment: '1' }));
  await sweep();
  expect(await segmentsOf(blobId)).toEqual([]);
});

it('It keeps young bytes, whose row may still be inserted', async () => {
  const blobId = mintUuid();
  await put(segmentKey({ blobId, segment: '0' }));
  await sweep(3600);
  expect(await segmentsOf(blobId)).toEqual(['0']);
  expect(await rows('select from selfdb.dead_segments where blob_id = $1', [blobId])).toEqual([]);
});

it('It keeps the segments of files, and removes other segments of the same blob', async () => {
  const owner = await createPerson();
  const { id } = await upload(owner, await makeBucket(owner), 'a', 'bytes');
  const blobId = String(await value('select blob_id from selfdb.files where id = $1', [id]));
  await put(segmentKey({ blobId, segment: 'attempt' }));
  await sweep();
  expect(await segmentsOf(blobId)).toEqual(['0']);
});

it('It removes the temporary file of a killed process', async () => {
  const leftover = '20260101/3f/.0198a5c4.0.1.2.tmp';
  await env.DOTFILE_DISK.fetch(`http://blobs/${leftover}`, { method: 'PUT', body: 'half' });
  const withDotfiles = createDiskStore(env.DOTFILE_DISK);
  await sweep(3600, unswept, withDotfiles);
  expect(await withDotfiles.modifiedAt(leftover)).toBeInstanceOf(Date);
  await sweep(0, unswept, withDotfiles);
  expect(await withDotfiles.modifiedAt(leftover)).toBeUndefined();
});

it('It ignores objects that storage did not write', async () => {
  await put('20260101/00/foreign.txt');
  await sweep();
  expect(await store.modifiedAt('20260101/00/foreign.txt')).toBeInstanceOf(Date);
});

it('It waits while there is a hold', async () => {
  const blobId = mintUuid();
  await put(segmentKey({ blobId, segment: '0' }));
  await rows(
    `insert into selfdb.blob_holds (reason, expires_at) values ('a backup', now() + interval '1 hour')`,
  );
  const { lastSweptAt } = await sweep();
  expect([lastSweptAt, await segmentsOf(blobId)]).toEqual([0, ['0']]);
  await rows('delete from selfdb.blob_holds');
  await sweep();
  expect(await segmentsOf(blobId)).toEqual([]);
});

it('A row that is inserted late keeps its bytes', async () => {
  const owner = await createPerson();
  const bucket = await makeBucket(owner);
  const blobId = mintUuid();
  await put(segmentKey({ blobId, segment: '0' }));
  await rows(`insert into selfdb.dead_segments (blob_id, segment) values ($1, '0')`, [blobId]);
  await rows(
    `insert into selfdb.files (bucket_id, path, size, mime_type, checksum_sha256, blob_id, segments, owner_id)
     values ($1, 'late', 5, 'text/plain', 'x', $2, '[["0", 5]]', $3)`,
    [bucket.id, blobId, owner.userId],
  );
  await sweep();
  expect(await segmentsOf(blobId)).toEqual(['0']);
});

it('It runs once a day and when an ADMIN asks, and reports what it found', async () => {
  const rested: JanitorState = { sweep: undefined, lastSweptAt: Date.now() };
  const [first, second] = [mintUuid(), mintUuid()];
  await put(segmentKey({ blobId: first, segment: '0' }));
  await sweep(0, rested);
  expect(await segmentsOf(first)).toEqual(['0']);
  await sweep(0, { ...rested, lastSweptAt: Date.now() - 25 * 3_600_000 });
  expect(await segmentsOf(first)).toEqual([]);

  await put(segmentKey({ blobId: second, segment: '0' }));
  const { token } = await createAdmin();
  const { body: job } = await call<{ id: string }>('POST', '/storage/sweep', { token });
  await sweep(0, rested);
  expect(await segmentsOf(second)).toEqual([]);
  const { body } = await call('GET', `/storage/jobs/${job.id}`, { token });
  expect(body).toMatchObject({ kind: 'sweep', status: 'done', done: 1 });
});
