import type { Client } from 'pg';

/** What SQL must not call: it writes messages into the log, holds locks beyond a statement, or ends other sessions. */
const fencedFunctions =
  '^(pg_logical_emit_message|pg_notify|pg_(try_)?advisory_.*|pg_(cancel|terminate)_backend|pg_logical_slot_.*|' +
  'pg_(create|drop|copy)_(logical_|physical_)?replication_slot|pg_replication_slot_advance)$';

/**
 * Makes the role that owns users' tables and runs SQL, without its password, and takes from it what Postgres gives to all:
 * the work of a superuser, connected to the database. `selfdb` becomes a member of it.
 */
export async function fenceSqlRole(client: Client, role: string): Promise<void> {
  const name = client.escapeIdentifier(role);
  const found = await client.query('select from pg_roles where rolname = $1', [role]);
  if (found.rowCount === 0) await client.query(`create role ${name} login`);
  await client.query(`alter role ${name} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls`);
  await client.query(`grant ${name} to selfdb with admin option`);
  const functions = await client.query<{ signature: string }>(
    `select oid::regprocedure::text as signature from pg_proc
     where pronamespace = 'pg_catalog'::regnamespace and proname ~ $1`,
    [fencedFunctions],
  );
  for (const { signature } of functions.rows) {
    await client.query(`revoke execute on function ${signature} from public`);
    await client.query(`grant execute on function ${signature} to selfdb`);
  }
}
