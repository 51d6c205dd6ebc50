import type { Client } from 'pg';

export interface DatabaseSnapshot {
  /** The name under which other sessions see the same moment. */
  id: string;
  /** Of the transaction, as a time with its offset. */
  at: string;
  /** The position in the write-ahead log. */
  lsn: string;
  postgresVersion: string;
  /** The names of the migrations, in the order in which they were applied. */
  migrations: string[];
  /** The size of the rows in bytes, as the last vacuum found it: to measure it waits for locks on tables. */
  databaseBytes: number;
}

/** Begins a transaction that sees one moment of the database, and shares it. It lasts as long as the session. */
export async function takeSnapshot(client: Client): Promise<DatabaseSnapshot> {
  await client.query('begin transaction isolation level repeatable read, read only');
  const { rows } = await client.query<DatabaseSnapshot>(`
    select pg_export_snapshot() as id, to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
      pg_current_wal_lsn()::text as lsn, current_setting('server_version') as "postgresVersion",
      array(select name from selfdb.migrations order by applied_at, name) as migrations,
      (select coalesce(sum(greatest(relpages, 0)::float8 * current_setting('block_size')::int), 0)
        from pg_class where relkind in ('r', 'm', 't'))
        as "databaseBytes"`);
  const [snapshot] = rows;
  if (!snapshot) throw new Error('The server answered no snapshot.');
  return snapshot;
}
