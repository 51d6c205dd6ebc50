import type { Database } from '@selfdb/shared/db/database';
import sql from 'sql-template-tag';
import { type Lsn, parseLsn } from './lsn.ts';

/** How far Postgres has written its log. */
export async function selectLogEnd(db: Database): Promise<Lsn> {
  const rows = await db.query(sql`select pg_current_wal_lsn() as lsn`);
  return parseLsn(rows[0]?.lsn);
}
