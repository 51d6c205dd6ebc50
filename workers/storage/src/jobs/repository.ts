import type { Principal } from '@selfdb/server/auth/principal';
import { audit } from '@selfdb/server/db/audit';
import { caller, type RoleRow } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import { wireTime } from '@selfdb/server/db/wire-time';
import type { StorageJob } from '@selfdb/shared/jobs/schema';
import { sql } from 'kysely';
import type { BucketGate } from '../buckets/repository.ts';
import { bucketById, maySeeBucket, ownsBucket, ownsFile } from '../statement/access.ts';
import { auditFolder } from '../statement/audit-file.ts';
import { beginsWith } from '../statement/paths.ts';

/** The job object for a row `j` of storage_jobs. */
const jobObject = sql`json_build_object(
  'id', j.id, 'kind', j.kind, 'status', j.status, 'total', j.total, 'done', j.done, 'error', j.error,
  'created_at', ${wireTime('j.created_at')}, 'finished_at', ${wireTime('j.finished_at')})`;

export type JobRow = RoleRow & { job: StorageJob | null };

/**
 * Adds a job that deletes files by id, unless one belongs to another user. One row: `my_role`, the number of other users'
 * files as `foreign`, and the `job`.
 */
export async function insertDeletionByIds(
  db: Database,
  principal: Principal,
  ids: string[],
): Promise<(JobRow & { foreign: number }) | undefined> {
  const rows = await db.query(sql<JobRow & { foreign: number }>`
    with me as materialized (select u.id, u.role from ${caller(principal)}),
    chosen as materialized (
      select f.id, ${ownsFile('f', 'b')} as owned from me u cross join selfdb.files f
      join selfdb.buckets b on b.id = f.bucket_id and b.deleted_at is null
      where f.id = any(${ids}::uuid[]) and (${maySeeBucket('b')} or ${ownsFile('f', 'b')})),
    j as (
      insert into selfdb.storage_jobs (kind, owner_id, file_ids, total)
      select 'delete_files', me.id, array(select id from chosen), (select count(*) from chosen)
      from me where me.id is not null and not exists (select from chosen where not owned) returning *),
    ${audit(principal, 'file.deleted', 'file', {
      rows: sql`select null::uuid as target_id, null::text as target_name, json_build_object('files', total, 'job_id', id) as details
        from j where total > 0`,
    })}
    select (select role from me) as my_role, (select count(*) from chosen where not owned)::float8 as foreign,
      (select ${jobObject} from j) as job`);
  return rows[0];
}

/** Adds a job that deletes a bucket's files by path prefix. One row: `my_role`, `found`, `owned`, `job`. */
export async function insertDeletionByPrefix(
  db: Database,
  principal: Principal,
  bucketId: string,
  prefix: string,
): Promise<(BucketGate & JobRow) | undefined> {
  const rows = await db.query(sql<BucketGate & JobRow>`
    with gate as materialized (
      select u.role as my_role, u.id as user_id, b.id is not null as found, ${ownsBucket} as owned
      from ${caller(principal)} left join ${bucketById(bucketId)}),
    j as (
      insert into selfdb.storage_jobs (kind, owner_id, bucket_id, prefix, total)
      select 'delete_files', user_id, ${bucketId}::uuid, ${prefix},
        (select count(*) from selfdb.files f where f.bucket_id = ${bucketId}::uuid and ${beginsWith(prefix)})
      from gate where owned returning *),
    ${auditFolder(principal, 'folder.deleted', { bucketId, path: prefix, count: sql`(select total from j)` })}
    select gate.*, (select ${jobObject} from j) as job from gate`);
  return rows[0];
}

/** Adds a job that sweeps the store. One row: `my_role`, and the `job` for an ADMIN. */
export async function insertSweep(db: Database, principal: Principal): Promise<JobRow | undefined> {
  const rows = await db.query(sql<JobRow>`
    with me as materialized (select u.id, u.role from ${caller(principal)}),
    j as (
      insert into selfdb.storage_jobs (kind, owner_id) select 'sweep', id from me where role = 'ADMIN' returning *)
    select (select role from me) as my_role, (select ${jobObject} from j) as job`);
  return rows[0];
}

/** One row: `my_role`, whether the job is `found`, and the `job`, for the user who started it and for an ADMIN. */
export async function findJob(
  db: Database,
  principal: Principal,
  id: string,
): Promise<(JobRow & { found: boolean }) | undefined> {
  const rows = await db.query(sql<JobRow & { found: boolean }>`
    select u.role as my_role, j.id is not null as found,
      case when j.owner_id = u.id or (j.id is not null and u.role = 'ADMIN') then ${jobObject} end as job
    from ${caller(principal)} left join selfdb.storage_jobs j on j.id = ${id}::uuid`);
  return rows[0];
}
