import type { Database } from '@selfdb/server/db/database';
import { sql } from 'kysely';
import { type Lsn, parseLsn } from './lsn.ts';

/** How far Postgres has written its log. */
export async function selectLogEnd(db: Database): Promise<Lsn> {
  const rows = await db.query(sql<{ lsn: string }>`select pg_current_wal_lsn() as lsn`);
  return parseLsn(rows[0]?.lsn);
}
