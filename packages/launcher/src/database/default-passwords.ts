import { verifyPassword } from '@selfdb/server/auth/password';
import type { Client } from 'pg';
import { defaultAdminPassword } from '../config/production-checks.ts';
import { UserError } from '../user-error.ts';

// Each check costs a password hash; the administrator that the launcher created is the oldest.
const adminsChecked = 3;

/** The e-mail of an administrator, of the oldest ones, who still logs in with the default password. */
export async function findDefaultPassword(client: Client): Promise<string | undefined> {
  const admins = await client.query<{ email: string; password_hash: string }>(
    `select email, password_hash from selfdb.users where role = 'ADMIN' and is_active order by created_at limit $1`,
    [adminsChecked],
  );
  for (const admin of admins.rows) {
    if (await verifyPassword(defaultAdminPassword, admin.password_hash)) return admin.email;
  }
  return undefined;
}

/** Throws a UserError when one of the oldest administrators still logs in with the default password. */
export async function refuseDefaultPasswords(client: Client): Promise<void> {
  const email = await findDefaultPassword(client);
  if (email === undefined) return;
  throw new UserError(
    `The administrator ${email} still has the default password. ADMIN_PASSWORD applies to the first start only: start with SELFDB_ENV=development and LISTEN_HOST=127.0.0.1, change the password, and start again.`,
  );
}
