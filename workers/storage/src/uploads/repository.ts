import type { Principal } from '@selfdb/server/auth/principal';
import type { Database } from '@selfdb/server/db/database';
import { sql } from 'kysely';
import { auditUpload } from '../statement/audit-file.ts';
import { type Quota, queryWithQuotaLock } from '../statement/limits.ts';
import { type TargetRow, targetGate, type UploadTarget } from '../statement/target-gate.ts';
import { insertFromGate, type NewFile } from './statement/insert-file.ts';

/** Checks the target of a large file before its bytes are read. Returns the row of `targetGate`. */
export async function findTarget(
  db: Database,
  principal: Principal,
  file: UploadTarget,
  quota: Quota,
): Promise<TargetRow | undefined> {
  return (await db.query(targetGate(principal, file, quota)))[0];
}

type InsertedRow = TargetRow & ({ file_id: string; path: string } | { file_id: null; path: null });

/** Inserts a file whose bytes are stored. One row: that of `targetGate`, with `file_id` and `path` if it was inserted. */
export async function insertFile(
  db: Database,
  principal: Principal,
  bucketId: string,
  file: NewFile,
  quota: Quota,
): Promise<InsertedRow | undefined> {
  const statement = sql<InsertedRow>`
    with gate as materialized (${targetGate(principal, { bucketId, ...file }, quota)}),
    ${insertFromGate(file)},
    ${auditUpload(principal, file)}
    select gate.*, written.id as file_id, written.path from gate left join written on true`;
  return queryWithQuotaLock(db, quota, statement);
}
