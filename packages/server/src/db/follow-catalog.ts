import { sql } from 'kysely';
import type { Database } from './database.ts';

/** Does for tables what the API would have done, had they not been changed by SQL. */
export async function followCatalog(db: Database): Promise<void> {
  await db.query(
    sql`select selfdb.follow_sql_role()::text as given, selfdb.follow_catalog()::text as followed`,
  );
}

/** Tells listeners of partitions that SQL has attached, detached, dropped or truncated. */
export async function followPartitions(db: Database): Promise<void> {
  await db.query(sql`select selfdb.follow_partitions()::text as followed`);
}
