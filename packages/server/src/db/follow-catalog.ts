import { sql } from 'kysely';
import type { Database } from './database.ts';

/** Does for tables that SQL has changed what the API does when it changes a table. */
export async function followCatalog(db: Database): Promise<void> {
  await db.query(
    sql`select selfdb.follow_sql_role()::text as given, selfdb.follow_catalog()::text as followed`,
  );
}

/** Notifies listeners of partitions that SQL has attached, detached, dropped or truncated. */
export async function followPartitions(db: Database): Promise<void> {
  await db.query(sql`select selfdb.follow_partitions()::text as followed`);
}
