import type { Client } from 'pg';
import { parseCredentials } from './credentials.ts';
import { scramVerifier } from './scram-verifier.ts';

/**
 * Names of the functions that SQL must not call, as a pattern for both Postgres and JavaScript: they write messages to
 * the log, send notifications, hold locks beyond a statement, move slots, or end other sessions.
 */
export const fencedFunctions =
  /^(pg_logical_emit_message|pg_notify|pg_(try_)?advisory_(xact_)?(un)?lock(_shared|_all)?|pg_(cancel|terminate)_backend|pg_logical_slot_(get|peek)(_binary)?_changes|pg_(create|drop|copy)_(logical_|physical_)?replication_slot|pg_replication_slot_advance)$/;

/**
 * Creates the role that owns users' tables and runs SQL, without its password, and revokes functions that Postgres grants
 * to all roles. Needs a superuser's connection to the database. `selfdb` becomes a member of the role.
 */
export async function fenceSqlRole(client: Client, role: string): Promise<void> {
  const name = client.escapeIdentifier(role);
  // SQL may have created an operator in the schema public, which must not shadow one of Postgres, least of all here.
  await client.query('set search_path to pg_catalog, pg_temp');
  const found = await client.query('select from pg_roles where rolname = $1', [role]);
  if (found.rowCount === 0) await client.query(`create role ${name} login`);
  await client.query(
    `alter role ${name} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls`,
  );
  await client.query(`grant ${name} to selfdb with admin option`);
  await leaveOtherRoles(client, role);
  const functions = await client.query<{ signature: string }>(
    `select oid::regprocedure::text as signature from pg_proc
     where pronamespace = 'pg_catalog'::regnamespace and proname ~ $1`,
    [fencedFunctions.source],
  );
  for (const { signature } of functions.rows) {
    await client.query(`revoke execute on function ${signature} from public`);
    await client.query(`grant execute on function ${signature} to selfdb`);
  }
}

/** Leaves the role a member of no other. */
async function leaveOtherRoles(client: Client, role: string): Promise<void> {
  const { rows } = await client.query<{ text: string }>(
    `select format('revoke %s from %s granted by %s cascade', m.roleid::regrole, m.member::regrole, m.grantor::regrole) as text
     from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname = $1`,
    [role],
  );
  for (const { text } of rows) await client.query(text);
}

/**
 * The statements of the system's role that restore the password of a connection string's role, which a role may always
 * change for itself, and remove its settings.
 */
export function repairStatements(databaseSqlUrl: string): string[] {
  const credentials = parseCredentials(databaseSqlUrl);
  if (!credentials) return [];
  const { user, password, database } = credentials;
  const role = quoted(user);
  return [
    `alter role ${role} with login password '${scramVerifier(password)}' valid until 'infinity'`,
    `alter role ${role} reset all`,
    `alter role ${role} in database ${quoted(database)} reset all`,
  ];
}

/** A wrong password, or a role that may not log in: PostgreSQL documentation, appendix A. */
const loginFailures = new Set(['28P01', '28000']);

/** Whether a connection failed because of its role, which `repairStatements` repair. */
export function isLoginFailure(error: unknown): boolean {
  return error instanceof Error && 'code' in error && loginFailures.has(String(error.code));
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
