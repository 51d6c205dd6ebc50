import type { RecoveredDatabase } from '@selfdb/shared/backups/moment-schema';
import type { Client } from 'pg';

const LARGEST = 5;
/** Larger tables are not counted: 8 KB each. */
const MAX_COUNTED_PAGES = 50_000;

/** Looks into a database that was recovered. `client` is its superuser's. */
export async function inspect(client: Client): Promise<RecoveredDatabase> {
  const { rows } = await client.query<{
    at: Date | null;
    users: number;
    tables: number;
    files: number;
    bytes: number;
  }>(`select pg_last_xact_replay_timestamp() as at,
    (select count(*)::float8 from selfdb.users) as users,
    (select count(*)::float8 from selfdb.files) as files,
    (select coalesce(sum(size), 0)::float8 from selfdb.files) as bytes,
    (select count(*)::float8 from pg_class c where ${IS_TABLE}) as tables`);
  const largest = await client.query<{ name: string; pages: number; estimate: number; quoted: string }>(
    `select case nspname when 'public' then relname else nspname || '.' || relname end as name,
       format('%I.%I', nspname, relname) as quoted, relpages as pages, reltuples::float8 as estimate
     from pg_class c join pg_namespace n on n.oid = relnamespace where ${IS_TABLE}
     order by pg_relation_size(c.oid) desc, relname limit ${LARGEST}`,
  );
  const counted: RecoveredDatabase['largest_tables'] = [];
  for (const { name, quoted, pages, estimate } of largest.rows) {
    const isEstimate = pages > MAX_COUNTED_PAGES && estimate >= 0;
    const count = isEstimate ? estimate : await countRows(client, quoted);
    counted.push({ name, rows: count, is_estimate: isEstimate });
  }
  const [found] = rows;
  return {
    last_transaction_at: found?.at?.toISOString() ?? null,
    users: found?.users ?? 0,
    tables: found?.tables ?? 0,
    files: { count: found?.files ?? 0, bytes: found?.bytes ?? 0 },
    largest_tables: counted,
  };
}

/** Users' tables, partitions included. */
const IS_TABLE = `c.relkind = 'r' and c.relpersistence <> 't' and not exists (
  select from pg_namespace s where s.oid = c.relnamespace
  and (s.nspname in ('selfdb', 'selfdb_api', 'information_schema') or starts_with(s.nspname, 'pg_')))`;

async function countRows(client: Client, quotedName: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::float8 as count from only ${quotedName}`,
  );
  return rows[0]?.count ?? 0;
}
