import sql from 'sql-template-tag';
import type { UserPrincipal } from '../auth/principal.ts';
import type { User } from '../schemas/user.ts';
import { me, requireUser } from './authority.ts';
import type { Database } from './database.ts';
import { wireTime } from './wire-time.ts';

/** The user object of the row `u`, as JSON: an expression. The hash is not part of it. */
export const userObject = sql`json_build_object(
  'id', u.id, 'email', u.email, 'firstName', u.first_name, 'lastName', u.last_name, 'role', u.role,
  'isActive', u.is_active, 'createdAt', ${wireTime('u.created_at')}, 'updatedAt', ${wireTime('u.updated_at')})`;

/** The caller's own user object, by one statement. Throws unauthenticated when the session has ended. */
export async function getMe(db: Database, principal: UserPrincipal): Promise<User> {
  const [row] = await db.query(sql`
    with ${me(principal)}
    select (select role from me) as my_role,
      (select ${userObject} from selfdb.users u join me on me.id = u.id) as "user"`);
  requireUser(principal, row?.my_role);
  return row?.user as User;
}
