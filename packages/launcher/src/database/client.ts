import { scramVerifier } from '@selfdb/pg-gateway/roles/scram-verifier';
import { fenceSqlRole } from '@selfdb/pg-gateway/roles/sql-role';
import { Client } from 'pg';
import { UserError } from '../user-error.ts';

const minServerVersion = 150000;
const connectTimeoutMs = 10_000;

export interface SuperuserAccess {
  sockets: string;
  port: number;
}

/** Connects, calls `work`, and always disconnects. */
export async function withClient<T>(
  access: { connectionString: string } | { host: string; port: number; user: string; database: string },
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({
    ...access,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: 'selfdb-launcher',
  });
  // A connection that breaks later also fails the running query, whose caller handles the error.
  client.on('error', () => {});
  await client.connect();
  try {
    // SQL may have created an object in the schema public, which must not shadow one of Postgres, least of all for a superuser.
    await client.query('set search_path to pg_catalog, selfdb_api, pg_temp');
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/** In the embedded server: creates role and database `selfdb` if missing, sets the role's password and rights, and restricts the role for SQL. */
export async function ensureRoleAndDatabase(
  access: SuperuserAccess,
  password: string,
  sqlRole: string,
): Promise<void> {
  const superuser = { host: access.sockets, port: access.port, user: 'postgres' };
  await withClient({ ...superuser, database: 'postgres' }, async (client) => {
    const role = await client.query("select from pg_roles where rolname = 'selfdb'");
    if (role.rowCount === 0) await client.query('create role selfdb');
    await client.query(
      `alter role selfdb login replication createrole nosuperuser createdb bypassrls password '${scramVerifier(password)}'`,
    );
    // The default would find the schema of the role's own name first, which is the system's. A table that is created without
    // a schema belongs to the user.
    await client.query('alter role selfdb set search_path = public');
    // The message of a failed statement can hold values. Its caller gets it; the log, which also other people read, does not. The
    // superuser's name is that of background processes, such as autovacuum.
    await client.query('alter role all set log_min_messages = fatal');
    await client.query('alter role postgres set log_min_messages = warning');
    const database = await client.query("select from pg_database where datname = 'selfdb'");
    if (database.rowCount === 0) await client.query('create database selfdb owner selfdb');
  });
  await withClient({ ...superuser, database: 'selfdb' }, (client) => fenceSqlRole(client, sqlRole));
}

/** Throws a UserError when the server is older than Postgres 15. Returns its version number. */
export async function checkServerVersion(client: Client): Promise<number> {
  const result = await client.query<{ version: number; name: string }>(
    "select current_setting('server_version_num')::int as version, current_setting('server_version') as name",
  );
  const server = result.rows[0];
  if (!server || server.version < minServerVersion) {
    throw new UserError(
      `DATABASE_URL points to Postgres ${server?.name ?? '(unknown)'}. SelfDB needs Postgres 15 or newer.`,
    );
  }
  return server.version;
}
