import pg from 'pg';

const TIMEOUT_MS = 5000;

/** Runs a statement past the API. Throws when Postgres does not answer. */
export async function query(
  databaseUrl: string,
  text: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: TIMEOUT_MS,
  });
  // The end of the connection fails the statement too, which is where it is seen.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<Record<string, unknown>>(text, values)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Ends the connection by which realtime reads the log. */
export const CUT_FEED =
  "select pg_terminate_backend(active_pid) from pg_replication_slots where slot_name = 'selfdb_realtime'";
