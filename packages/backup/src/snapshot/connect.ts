import { Client } from 'pg';

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Connects to a database, calls `work`, and always disconnects. The session finds no object of the schema public without its
 * name, because SQL may have created one there that shadows another, and none of its settings ends long work.
 */
export async function withConnection<T>(
  connectionString: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({
    connectionString,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'selfdb-backup',
  });
  // A connection that breaks later also fails the running query, whose caller handles the error.
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(`set search_path to pg_catalog, pg_temp; set statement_timeout to 0; set lock_timeout to 0;
      set idle_in_transaction_session_timeout to 0`);
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}
