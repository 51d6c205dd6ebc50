import type { Principal } from '@selfdb/shared/auth/principal';
import type { Database, Row } from '@selfdb/shared/db/database';
import sql from 'sql-template-tag';
import { type Quota, queryInTurn } from '../statement/limits.ts';
import { type Incoming, targetGate } from '../statement/target-gate.ts';
import { insertFromGate, type NewFile } from './statement/insert-file.ts';

/** What must be known before the bytes of a large file are taken: the row of `targetGate`. */
export async function selectTarget(
  db: Database,
  who: Principal,
  file: Incoming,
  quota: Quota,
): Promise<Row | undefined> {
  return (await db.query(targetGate(who, file, quota)))[0];
}

/** Enters a file whose bytes are stored. One row, that of `targetGate` and, when it was entered, `file_id` and its `path`. */
export async function insertFile(
  db: Database,
  who: Principal,
  bucketId: string,
  file: NewFile,
  quota: Quota,
): Promise<Row | undefined> {
  const statement = sql`
    with gate as materialized (${targetGate(who, { bucketId, ...file }, quota)}),
    ${insertFromGate(file)}
    select gate.*, written.id as file_id, written.path from gate left join written on true`;
  return queryInTurn(db, quota, statement);
}
