import { hashPassword } from '@selfdb/server/auth/password';
import type { Client } from 'pg';

export type FirstAdminOutcome = 'created' | 'exists' | 'email_taken';

/**
 * Creates the first administrator when there is none. Of two simultaneous callers, one creates. A user who already has
 * the e-mail is not promoted: that would hand the system to the first person to register it.
 */
export async function ensureFirstAdmin(
  client: Client,
  email: string,
  password: string,
): Promise<FirstAdminOutcome> {
  if (await hasAdmin(client)) return 'exists';
  const hash = await hashPassword(password);
  const inserted = await client.query(
    `insert into selfdb.users (email, password_hash, first_name, last_name, role)
     select $1, $2, 'Admin', 'User', 'ADMIN'
     where not exists (select from selfdb.users where role = 'ADMIN')
     on conflict do nothing`,
    [email, hash],
  );
  if (inserted.rowCount === 1) return 'created';
  return (await hasAdmin(client)) ? 'exists' : 'email_taken';
}

async function hasAdmin(client: Client): Promise<boolean> {
  const result = await client.query("select from selfdb.users where role = 'ADMIN' limit 1");
  return (result.rowCount ?? 0) > 0;
}
