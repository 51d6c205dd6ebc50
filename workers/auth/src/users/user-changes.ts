import type { Role } from '@selfdb/shared/users/schema';

/** The fields to change. */
export interface UserChanges {
  email?: string | undefined;
  passwordHash?: string | undefined;
  firstName?: string | undefined;
  lastName?: string | undefined;
  role?: Role | undefined;
  isActive?: boolean | undefined;
}
