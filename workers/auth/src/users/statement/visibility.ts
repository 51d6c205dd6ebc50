import { containsPattern } from '@selfdb/server/db/like';
import { userObjectWith } from '@selfdb/server/db/user-object';
import type { SettingsOf } from '@selfdb/settings';
import type { USER_SORT_FIELDS } from '@selfdb/shared/users/routes';
import { type RawBuilder, sql } from 'kysely';

export type SortField = (typeof USER_SORT_FIELDS)[number];

/** Of the caller `me`, and of the user `u`. */
export const iAmAdmin = sql`(select role from me) = 'ADMIN'`;
export const mine = sql`u.id = (select id from me)`;

/** Whom the users of the system are shown to besides administrators. */
export type Audience = SettingsOf<'auth'>['USERS_VISIBLE_TO'];

const iSeeEmail = sql`(${iAmAdmin} or ${mine})`;
/** A user as the caller may see them. */
export const shownUser = userObjectWith(sql`case when ${iSeeEmail} then u.email else '' end`);

export function iSeeUsers(audience: Audience): RawBuilder<unknown> {
  return audience === 'users' ? sql`exists (select from me)` : iAmAdmin;
}

const createdAt = sql`u.created_at`;
const firstName = sql`u.first_name collate selfdb.by_language`;
const lastName = sql`u.last_name collate selfdb.by_language`;

export const SORT_COLUMNS: Record<SortField, RawBuilder<unknown>> = {
  created_at: createdAt,
  createdAt,
  // By what is shown: an order, too, would tell of addresses.
  email: sql`case when ${iSeeEmail} then lower(u.email) else '' end`,
  first_name: firstName,
  firstName,
  last_name: lastName,
  lastName,
};

/** The e-mail is searched for an ADMIN only: what is found would tell of it. */
export function matches(search: string | undefined): RawBuilder<unknown> {
  if (search === undefined) return sql`true`;
  const pattern = containsPattern(search);
  return sql`(
    ${iAmAdmin} and u.email ilike ${pattern} or u.first_name ilike ${pattern} or u.last_name ilike ${pattern})`;
}
