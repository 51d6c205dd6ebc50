import { containsPattern } from '@selfdb/server/db/text/like';
import { userObjectWith } from '@selfdb/server/db/user-object';
import type { SettingsOf } from '@selfdb/settings';
import type { USER_SORT_FIELDS } from '@selfdb/shared/users/routes';
import { type RawBuilder, sql } from 'kysely';

export type SortField = (typeof USER_SORT_FIELDS)[number];

/** Whether the caller `me` is an ADMIN; whether the caller is the user `u`. */
export const isAdmin = sql`(select role from me) = 'ADMIN'`;
export const isSelf = sql`u.id = (select id from me)`;

/** Who may see users besides administrators. */
export type Audience = SettingsOf<'auth'>['USERS_VISIBLE_TO'];

const maySeeEmail = sql`(${isAdmin} or ${isSelf})`;
/** The user object of `u`, with the fields that the caller may see. */
export const visibleUser = userObjectWith(sql`case when ${maySeeEmail} then u.email else '' end`);

export function maySeeUsers(audience: Audience): RawBuilder<unknown> {
  return audience === 'users' ? sql`exists (select from me)` : isAdmin;
}

const createdAt = sql`u.created_at`;
const firstName = sql`u.first_name collate selfdb.by_language`;
const lastName = sql`u.last_name collate selfdb.by_language`;

export const SORT_COLUMNS: Record<SortField, RawBuilder<unknown>> = {
  created_at: createdAt,
  createdAt,
  // Sorted by the visible value, because the order would reveal hidden addresses.
  email: sql`case when ${maySeeEmail} then lower(u.email) else '' end`,
  first_name: firstName,
  firstName,
  last_name: lastName,
  lastName,
};

/** Only an ADMIN searches e-mail addresses, because results would reveal hidden addresses. */
export function matches(search: string | undefined): RawBuilder<unknown> {
  if (search === undefined) return sql`true`;
  const pattern = containsPattern(search);
  return sql`(
    ${isAdmin} and u.email ilike ${pattern} or u.first_name ilike ${pattern} or u.last_name ilike ${pattern})`;
}
