import type { Principal } from '@selfdb/shared/auth/principal';
import { caller } from '@selfdb/shared/db/authority';
import type { Database, Row } from '@selfdb/shared/db/database';
import sql from 'sql-template-tag';
import { bucketById, ownsBucket, writesBucket } from '../statement/access.ts';
import { takesSize, takesType, targetLimits } from '../statement/limits.ts';
import { insertFromGate, type NewFile } from './statement/insert-file.ts';

/** What must be known before the bytes of a large file are taken. One row: `my_role`, `found`, `writable`, the limits. */
export async function selectTarget(
  db: Database,
  who: Principal,
  bucketId: string,
  quota: number,
): Promise<Row | undefined> {
  const rows = await db.query(sql`
    select u.role as my_role, b.id is not null as found, ${writesBucket} as writable, ${targetLimits(quota)}
    from ${caller(who)} left join ${bucketById(bucketId)}`);
  return rows[0];
}

/**
 * Enters a file whose bytes are stored. One row: `my_role`; the bucket as `found`, `writable`, `owned` and its limits;
 * whether the file `fits`; and, when it was entered, `file_id` and `bucket`.
 */
export async function insertFile(
  db: Database,
  who: Principal,
  bucketId: string,
  file: NewFile,
  quota: number,
): Promise<Row | undefined> {
  const fits = sql`${takesSize(sql`${file.size}::bigint`, quota)} and ${takesType(file.mimeType)}`;
  const rows = await db.query(sql`
    with gate as materialized (
      select u.role as my_role, u.id as user_id, b.id as bucket_id, b.name as bucket, b.id is not null as found,
        ${writesBucket} as writable, ${ownsBucket} as owned, ${targetLimits(quota)}, ${fits} as fits,
        ${writesBucket} and ${fits} as open
      from ${caller(who)} left join ${bucketById(bucketId)}),
    written as (${insertFromGate(file)} returning f.id)
    select gate.*, (select id from written) as file_id from gate`);
  return rows[0];
}
