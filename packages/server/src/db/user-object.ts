import type { User } from '@selfdb/shared/users/schema';
import { type RawBuilder, sql } from 'kysely';
import type { UserPrincipal } from '../auth/principal.ts';
import { me, type RoleRow, requireUser } from './authority.ts';
import type { Database } from './database.ts';
import { wireTime } from './wire-time.ts';

/** An expression: the user object of the row `u` as JSON, without the password hash. */
export const userObject = userObjectWith(sql`u.email`);

/** The same with another expression for the e-mail address. */
export function userObjectWith(email: RawBuilder<unknown>): RawBuilder<unknown> {
  const [createdAt, updatedAt] = [wireTime('u.created_at'), wireTime('u.updated_at')];
  return sql`json_build_object(
    'id', u.id, 'email', ${email}, 'firstName', u.first_name, 'lastName', u.last_name, 'role', u.role,
    'isActive', u.is_active, 'createdAt', ${createdAt}, 'updatedAt', ${updatedAt},
    'created_at', ${createdAt}, 'updated_at', ${updatedAt})`;
}

/** The caller's own user object. Throws unauthenticated if the session has ended. */
export async function getMe(db: Database, principal: UserPrincipal): Promise<User> {
  const [row] = await db.query(sql<RoleRow & { user: User }>`
    with ${me(principal)}
    select (select role from me) as my_role,
      (select ${userObject} from selfdb.users u join me on me.id = u.id) as "user"`);
  requireUser(principal, row?.my_role);
  return row?.user as User;
}
