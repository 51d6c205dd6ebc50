import type { Database } from '@selfdb/server/db/database';
import { type RawBuilder, sql } from 'kysely';
import type { SegmentName } from '../blobs/segment-key.ts';
import { beginsWith } from '../statement/paths.ts';

/** Rows for each statement: few enough to hold their locks for a moment only. */
const BATCH = 1000;
const STORE_BATCH = 500;

/** What there is to do. */
export interface Work {
  deleted_buckets: boolean;
  deletions: boolean;
  expired_uploads: boolean;
  due_segments: boolean;
  dead_segments: boolean;
  wanted_sweep: boolean;
  held: boolean;
}

export async function findPendingWork(db: Database, graceSeconds: number): Promise<Work | undefined> {
  const rows = await db.query(sql<Work>`select
    exists (select from selfdb.buckets where deleted_at is not null) as deleted_buckets,
    exists (select from selfdb.storage_jobs where kind = 'delete_files' and status in ('waiting', 'running')) as deletions,
    exists (select from selfdb.uploads where expires_at < now()) as expired_uploads,
    exists (select from selfdb.dead_segments where ${isDue(graceSeconds)}) as due_segments,
    exists (select from selfdb.dead_segments) as dead_segments,
    exists (select from selfdb.storage_jobs where kind = 'sweep' and status in ('waiting', 'running')) as wanted_sweep,
    ${isHeld} as held`);
  return rows[0];
}

/** Somebody reads by an older snapshot, a backup for one. */
const isHeld = sql`exists (select from selfdb.blob_holds where expires_at > now())`;

function isDue(graceSeconds: number): RawBuilder<unknown> {
  return sql`died_at < now() - make_interval(secs => ${graceSeconds}::float8)`;
}

interface Count {
  count: number;
}

/** Deletes a batch of the files of deleted buckets, then what is left of buckets without files. How many files went. */
export async function emptyDeletedBuckets(db: Database): Promise<number> {
  const [files] = await db.batch([
    sql<Count>`with gone as (
        delete from selfdb.files where id in (
          select f.id from selfdb.files f join selfdb.buckets b on b.id = f.bucket_id
          where b.deleted_at is not null limit ${BATCH}::int) returning 1)
      select count(*)::float8 as count from gone`,
    sql`delete from selfdb.uploads u using selfdb.buckets b where b.id = u.bucket_id and b.deleted_at is not null`,
    sql`delete from selfdb.buckets b where deleted_at is not null
      and not exists (select from selfdb.files f where f.bucket_id = b.id)
      and not exists (select from selfdb.uploads u where u.bucket_id = b.id)`,
  ]);
  return files[0]?.count ?? 0;
}

/** A job of deleting files by the prefix of their paths, by their ids where that is null; or of a sweep. */
export interface Job {
  id: string;
  prefix: string | null;
}

/** The oldest job that is not finished, of a kind. */
export async function claimJob(db: Database, kind: 'delete_files' | 'sweep'): Promise<Job | undefined> {
  const rows = await db.query(sql<Job>`
    update selfdb.storage_jobs set status = 'running' where id = (
      select id from selfdb.storage_jobs where kind = ${kind} and status in ('waiting', 'running')
      order by created_at limit 1)
    returning id, prefix`);
  return rows[0];
}

/**
 * Deletes a batch of a job's files: those that were there, as they were, when it was given. How many went. Of a job whose
 * bucket is gone there are none.
 */
export async function deleteBatch(db: Database, { id, prefix }: Job): Promise<number> {
  const chosen =
    prefix === null
      ? sql`f.id = any(job.file_ids)`
      : sql`f.bucket_id = job.bucket_id and ${beginsWith(prefix)}`;
  const rows = await db.query(sql<Count>`
    with job as (select * from selfdb.storage_jobs where id = ${id}::uuid),
    gone as (
      delete from selfdb.files where id in (select f.id from job, selfdb.files f where ${chosen} and f.updated_at <= job.created_at limit ${BATCH}::int)
      returning 1),
    told as (
      update selfdb.storage_jobs j set done = j.done + c.count,
        status = case when c.count < ${BATCH}::int then 'done' else 'running' end,
        finished_at = case when c.count < ${BATCH}::int then now() end
      from (select count(*) from gone) c where j.id = ${id}::uuid)
    select count(*)::float8 as count from gone`);
  return rows[0]?.count ?? 0;
}

export async function failJob(db: Database, { id }: Job): Promise<void> {
  await db.query(sql`update selfdb.storage_jobs set status = 'failed', finished_at = now(),
    error = 'An error of the server ended this job before its end. Give it again.' where id = ${id}::uuid`);
}

export async function expireUploads(db: Database): Promise<number> {
  const rows = await db.query(sql<Count>`
    with gone as (
      delete from selfdb.uploads where blob_id in (
        select blob_id from selfdb.uploads where expires_at < now() limit ${BATCH}::int for update skip locked) returning 1)
    select count(*)::float8 as count from gone`);
  return rows[0]?.count ?? 0;
}

/** Enters what a sweep has found on the list of dead segments. */
export async function insertUnreferencedSegments(db: Database, orphans: SegmentName[]): Promise<void> {
  const { blobIds, segments } = columnsOf(orphans);
  await db.query(sql`insert into selfdb.dead_segments (blob_id, segment)
    select * from unnest(${blobIds}::uuid[], ${segments}::text[]) on conflict do nothing`);
}

export interface SegmentRow {
  blob_id: string;
  segment: string;
}

/** Segments to remove from the store. One that a row refers to after all is taken off the list. */
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

export async function deleteSegmentEntries(db: Database, removed: SegmentName[]): Promise<void> {
  const { blobIds, segments } = columnsOf(removed);
  await db.query(sql`delete from selfdb.dead_segments d
    using unnest(${blobIds}::uuid[], ${segments}::text[]) as r(blob_id, segment)
    where d.blob_id = r.blob_id and d.segment = r.segment`);
}

function columnsOf(names: SegmentName[]) {
  return { blobIds: names.map(({ blobId }) => blobId), segments: names.map(({ segment }) => segment) };
}

/** Of these blobs every segment that a row refers to. */
export function listReferencedSegments(db: Database, blobIds: string[]): Promise<SegmentRow[]> {
  return db.query(sql<SegmentRow>`
    with asked as (select unnest(${blobIds}::uuid[]) as blob_id),
    known as (
      select f.blob_id, f.segments from selfdb.files f join asked using (blob_id)
      union all
      select u.blob_id, u.segments from selfdb.uploads u join asked using (blob_id))
    select blob_id, s ->> 0 as segment from known, jsonb_array_elements(segments) s
    union
    select d.blob_id, d.segment from selfdb.dead_segments d join asked using (blob_id)`);
}

/** Tells the sweeps that were asked for how many objects without a row they have found, and that they are over. */
export async function updateSweepJobs(db: Database, found: number, isOver: boolean): Promise<void> {
  await db.query(sql`update selfdb.storage_jobs set done = ${found}::bigint,
      status = case when ${isOver}::bool then 'done' else 'running' end, finished_at = case when ${isOver}::bool then now() end
    where kind = 'sweep' and status = 'running'`);
}
