import type { UserPrincipal } from '@selfdb/server/auth/principal';
import { audit } from '@selfdb/server/db/audit';
import { type RawBuilder, sql } from 'kysely';
import type { UserChanges } from '../user-changes.ts';

const FIELDS = {
  email: 'email',
  passwordHash: 'password',
  firstName: 'first_name',
  lastName: 'last_name',
  role: 'role',
  isActive: 'is_active',
} as const satisfies Record<keyof UserChanges, string>;

/**
 * For a statement with the user before (`target`) and after (`changed`) the change. A new role and a new password have an entry
 * each; all other changes are one.
 */
export function auditUpdate(principal: UserPrincipal, changes: UserChanges): RawBuilder<unknown> {
  const names = Object.keys(FIELDS) as (keyof UserChanges)[];
  const fields = names.filter((name) => changes[name] !== undefined).map((name) => FIELDS[name]);
  const password = changes.passwordHash === undefined ? null : 'user.password_changed';
  return audit(principal, sql`target.action`, 'user', {
    rows: sql`select entry.action, changed.id as target_id, changed.email as target_name, jsonb_strip_nulls(jsonb_build_object(
        'fields', ${fields}::text[],
        'role_before', case when target.role <> changed.role then target.role end,
        'role', case when target.role <> changed.role then changed.role end,
        'is_active', case when target.is_active <> changed.is_active then changed.is_active end)) as details
      from changed join target on target.id = changed.id, lateral (
        select array_remove(array[case when target.role <> changed.role then 'user.role_changed' end, ${password}::text], null) as named) found,
        unnest(case when found.named = '{}' then array['user.updated'] else found.named end) entry(action)`,
  });
}
