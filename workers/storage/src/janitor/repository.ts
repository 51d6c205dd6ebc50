import type { Database } from '@selfdb/server/db/database';
import type { SegmentName } from '@selfdb/shared/files/segment-key';
import { type RawBuilder, sql } from 'kysely';
import { beginsWith } from '../statement/paths.ts';

/** Rows per statement: few enough that their locks are held only briefly. */
const BATCH = 1000;
/** Objects to remove from the store per round. */
const STORE_BATCH = 500;

/** Which kinds of work are pending. */
export interface PendingWork {
  deleted_buckets: boolean;
  deletions: boolean;
  expired_uploads: boolean;
  /** Unreferenced segments whose grace period is over. */
  removable_segments: boolean;
  unreferenced_segments: boolean;
  requested_sweep: boolean;
  /** Whether a hold forbids removing bytes. */
  held: boolean;
}

export async function findPendingWork(db: Database, graceSeconds: number): Promise<PendingWork | undefined> {
  const rows = await db.query(sql<PendingWork>`select
    exists (select from selfdb.buckets where deleted_at is not null) as deleted_buckets,
    exists (select from selfdb.storage_jobs where kind = 'delete_files' and status in ('waiting', 'running')) as deletions,
    exists (select from selfdb.uploads where expires_at < now()) as expired_uploads,
    exists (select from selfdb.dead_segments where ${isDue(graceSeconds)}) as removable_segments,
    exists (select from selfdb.dead_segments) as unreferenced_segments,
    exists (select from selfdb.storage_jobs where kind = 'sweep' and status in ('waiting', 'running')) as requested_sweep,
    ${isHeld} as held`);
  return rows[0];
}

/** Whether a reader of an older snapshot, such as a backup, still needs all bytes. */
const isHeld = sql`exists (select from selfdb.blob_holds where expires_at > now())`;

function isDue(graceSeconds: number): RawBuilder<unknown> {
  return sql`died_at < now() - make_interval(secs => ${graceSeconds}::float8)`;
}

interface Count {
  count: number;
}

/** Deletes a batch of the files of deleted buckets, then the deleted buckets that are empty. Returns the number of files. */
export async function emptyDeletedBuckets(db: Database): Promise<number> {
  const [files] = await db.batch([
    sql<Count>`with deleted as (
        delete from selfdb.files where id in (
          select f.id from selfdb.files f join selfdb.buckets b on b.id = f.bucket_id
          where b.deleted_at is not null limit ${BATCH}::int) returning 1)
      select count(*)::float8 as count from deleted`,
    sql`delete from selfdb.uploads u using selfdb.buckets b where b.id = u.bucket_id and b.deleted_at is not null`,
    sql`delete from selfdb.buckets b where deleted_at is not null
      and not exists (select from selfdb.files f where f.bucket_id = b.id)
      and not exists (select from selfdb.uploads u where u.bucket_id = b.id)`,
  ]);
  return files[0]?.count ?? 0;
}

/** A job that deletes files, by path prefix or, if `prefix` is null, by id; or a job that asks for a sweep. */
export interface Job {
  id: string;
  prefix: string | null;
}

/** Marks the oldest unfinished job of a kind as running and returns it. */
export async function claimJob(db: Database, kind: 'delete_files' | 'sweep'): Promise<Job | undefined> {
  const rows = await db.query(sql<Job>`
    update selfdb.storage_jobs set status = 'running' where id = (
      select id from selfdb.storage_jobs where kind = ${kind} and status in ('waiting', 'running')
      order by created_at limit 1)
    returning id, prefix`);
  return rows[0];
}

/**
 * Deletes a batch of a job's files and records the progress. Skips files that were added or changed after the job was
 * created. Returns the number of files, 0 if the job's bucket no longer exists.
 */
export async function deleteBatch(db: Database, { id, prefix }: Job): Promise<number> {
  const chosen =
    prefix === null
      ? sql`f.id = any(job.file_ids)`
      : sql`f.bucket_id = job.bucket_id and ${beginsWith(prefix)}`;
  const rows = await db.query(sql<Count>`
    with job as (select * from selfdb.storage_jobs where id = ${id}::uuid),
    deleted as (
      delete from selfdb.files where id in (select f.id from job, selfdb.files f where ${chosen} and f.updated_at <= job.created_at limit ${BATCH}::int)
      returning 1),
    progress as (
      update selfdb.storage_jobs j set done = j.done + c.count,
        status = case when c.count < ${BATCH}::int then 'done' else 'running' end,
        finished_at = case when c.count < ${BATCH}::int then now() end
      from (select count(*) from deleted) c where j.id = ${id}::uuid)
    select count(*)::float8 as count from deleted`);
  return rows[0]?.count ?? 0;
}

export async function failJob(db: Database, { id }: Job): Promise<void> {
  await db.query(sql`update selfdb.storage_jobs set status = 'failed', finished_at = now(),
    error = 'A server error stopped this job. Start it again.' where id = ${id}::uuid`);
}

/** Deletes a batch of expired uploads. Returns how many. */
export async function expireUploads(db: Database): Promise<number> {
  const rows = await db.query(sql<Count>`
    with deleted as (
      delete from selfdb.uploads where blob_id in (
        select blob_id from selfdb.uploads where expires_at < now() limit ${BATCH}::int for update skip locked) returning 1)
    select count(*)::float8 as count from deleted`);
  return rows[0]?.count ?? 0;
}

/** Marks segments that a sweep found as unreferenced. */
export async function insertUnreferencedSegments(db: Database, orphans: SegmentName[]): Promise<void> {
  const { blobIds, segments } = columnsOf(orphans);
  await db.query(sql`insert into selfdb.dead_segments (blob_id, segment)
    select * from unnest(${blobIds}::uuid[], ${segments}::text[]) on conflict do nothing`);
}

export interface SegmentRow {
  blob_id: string;
  segment: string;
}

/** Lists segments to remove from the store. First unmarks those that a row refers to after all. */
export async function listRemovableSegments(db: Database, graceSeconds: number): Promise<SegmentRow[]> {
  const refersTo = (table: string) =>
    sql`exists (select from ${sql.raw(table)} r where r.blob_id = d.blob_id
      and r.segments @> jsonb_build_array(jsonb_build_array(d.segment)))`;
  const [, segments] = await db.batch([
    sql`delete from selfdb.dead_segments d where ${refersTo('selfdb.files')} or ${refersTo('selfdb.uploads')}`,
    sql<SegmentRow>`select blob_id, segment from selfdb.dead_segments
      where ${isDue(graceSeconds)} and not ${isHeld} order by died_at limit ${STORE_BATCH}::int`,
  ]);
  return segments;
}

/** Unmarks segments that are removed from the store. */
export async function deleteSegmentEntries(db: Database, removed: SegmentName[]): Promise<void> {
  const { blobIds, segments } = columnsOf(removed);
  await db.query(sql`delete from selfdb.dead_segments d
    using unnest(${blobIds}::uuid[], ${segments}::text[]) as r(blob_id, segment)
    where d.blob_id = r.blob_id and d.segment = r.segment`);
}

function columnsOf(names: SegmentName[]) {
  return { blobIds: names.map(({ blobId }) => blobId), segments: names.map(({ segment }) => segment) };
}

/** The segments of these blobs that a file, an upload or a mark for removal refers to. */
export function listReferencedSegments(db: Database, blobIds: string[]): Promise<SegmentRow[]> {
  return db.query(sql<SegmentRow>`
    with given as (select unnest(${blobIds}::uuid[]) as blob_id),
    referenced as (
      select f.blob_id, f.segments from selfdb.files f join given using (blob_id)
      union all
      select u.blob_id, u.segments from selfdb.uploads u join given using (blob_id))
    select blob_id, s ->> 0 as segment from referenced, jsonb_array_elements(segments) s
    union
    select d.blob_id, d.segment from selfdb.dead_segments d join given using (blob_id)`);
}

/** Records in the requested sweep jobs how many unreferenced objects the sweep has found, and whether it is finished. */
export async function updateSweepJobs(db: Database, found: number, isFinished: boolean): Promise<void> {
  await db.query(sql`update selfdb.storage_jobs set done = ${found}::bigint,
      status = case when ${isFinished}::bool then 'done' else 'running' end, finished_at = case when ${isFinished}::bool then now() end
    where kind = 'sweep' and status = 'running'`);
}
