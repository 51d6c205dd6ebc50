import { sql } from 'kysely';
import type { Database } from './database.ts';

/** Does for tables that SQL has changed what the API does when it changes a table. */
export async function followCatalog(db: Database): Promise<void> {
  await db.query(
    sql`select selfdb.follow_sql_role()::text as given, selfdb.follow_catalog()::text as followed`,
  );
}

/**
 * Notifies listeners of columns that SQL has changed, and of partitions that it has attached, detached, dropped or truncated.
 * Publishes tables with triggers that were in use when they got them.
 */
export async function followTables(db: Database): Promise<void> {
  await db.query(
    sql`select selfdb.follow_triggers()::text as triggers, selfdb.follow_columns()::text as columns,
      selfdb.follow_partitions()::text as partitions`,
  );
}
