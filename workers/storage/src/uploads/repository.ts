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

/** Enters a file whose bytes are stored. One row, that of `targetGate` and, when the file was entered, `file_id`. */
export async function insertFile(
  db: Database,
  who: Principal,
  bucketId: string,
  file: NewFile,
  quota: Quota,
): Promise<Row | undefined> {
  const statement = sql`
    with gate as materialized (${targetGate(who, { bucketId, ...file }, quota)}),
    written as (${insertFromGate(file)} returning f.id)
    select gate.*, (select id from written) as file_id from gate`;
  return queryInTurn(db, quota, statement);
}
