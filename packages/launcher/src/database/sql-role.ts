import { repairStatements } from '@selfdb/pg-gateway/roles/sql-role';
import { auditKey } from '@selfdb/server/auth/audit-key';
import type { Client } from 'pg';
import { databaseSqlUrlOf, databaseUrlOf, type Settings, sqlRoleOf } from '../config/settings.ts';
import { UserError } from '../user-error.ts';

const insufficientPrivilege = '42501';
const duplicateObject = '42710';

/**
 * Creates the role that owns users' tables and runs SQL, or resets its password, and gives it its objects. `client` is
 * connected as the system's role. If that role can't create another, throws a UserError that says what to do.
 */
export async function ensureSqlRole(client: Client, settings: Settings): Promise<void> {
  const role = sqlRoleOf(settings);
  if (!settings.DATABASE_SQL_URL) await makeRole(client, role, databaseSqlUrlOf(settings));
  await requireMembership(client, role, settings);
  await client.query('select selfdb.set_sql_role($1)', [role]);
  // As that role, administrators' SQL can't add to the audit log what workers can, because it does not know the key.
  await client.query("update selfdb.instance set audit_key_hash = sha256(convert_to($1, 'UTF8'))", [
    await auditKey(settings.SECRET_KEY),
  ]);
}

async function makeRole(client: Client, role: string, url: string): Promise<void> {
  const name = client.escapeIdentifier(role);
  try {
    await client.query(`create role ${name} login`).catch((error: unknown) => {
      if (codeOf(error) !== duplicateObject) throw error;
    });
    for (const statement of repairStatements(url)) await client.query(statement);
    await client.query(`alter role ${name} set search_path = public, selfdb_api`);
    const { rows } = await client.query("select pg_has_role(current_user, $1::name, 'usage') as member", [
      role,
    ]);
    if (!rows[0]?.member) await client.query(`grant ${name} to current_user`);
  } catch (error) {
    if (codeOf(error) !== insufficientPrivilege) throw error;
    throw new UserError(byHand(client, role), { cause: error });
  }
}

async function requireMembership(client: Client, role: string, settings: Settings): Promise<void> {
  const result = await client.query<{ member: boolean; self: boolean }>(
    "select pg_has_role(current_user, rolname, 'usage') as member, rolname = current_user as self from pg_roles where rolname = $1",
    [role],
  );
  const found = result.rows[0];
  if (found?.member && !found.self) return;
  const system = decodeURIComponent(new URL(databaseUrlOf(settings)).username);
  throw new UserError(
    `DATABASE_SQL_URL must name another role, of which "${system}" is a member: ${byHand(client, role)}`,
  );
}

function byHand(client: Client, role: string): string {
  const name = client.escapeIdentifier(role);
  return `The role of DATABASE_URL can't create the role for SQL. As a superuser, run: create role ${name} login password '…'; grant ${name} to <the role of DATABASE_URL>; and name that role in DATABASE_SQL_URL (docs/sql-role.md).`;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
