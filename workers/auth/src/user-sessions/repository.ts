import type { UserPrincipal } from '@selfdb/server/auth/principal';
import { audit } from '@selfdb/server/db/audit';
import { type MyRole, me, type RoleRow } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import { wireTime } from '@selfdb/server/db/wire-time';
import type { ListUserSessions, UserSession } from '@selfdb/shared/user-sessions/schema';
import { type RawBuilder, sql } from 'kysely';
import { isAdmin, isSelf } from '../users/statement/visibility.ts';

const isLive = sql`s.revoked_at is null and s.expires_at > now() and s.function_id is null`;

/** The expression `target`: the user, if the caller may manage their sessions. */
function target(id: string): RawBuilder<unknown> {
  return sql`target as (select u.id, u.email from selfdb.users u where u.id = ${id}::uuid and (${isAdmin} or ${isSelf}))`;
}

export async function selectUserSessions(
  db: Database,
  principal: UserPrincipal,
  id: string,
  { skip = 0, limit }: ListUserSessions,
): Promise<{ myRole: MyRole; exists: boolean; sessions: UserSession[] }> {
  const [row] = await db.query(sql<RoleRow & { exists: boolean; sessions: UserSession[] }>`
    with ${me(principal)}, ${target(id)},
    page as (
      select s.* from selfdb.sessions s join target on s.user_id = target.id where ${isLive}
      order by s.last_used_at desc, s.id desc limit ${limit}::bigint offset ${skip}::bigint)
    select (select role from me) as my_role, exists (select from target) as exists, (
      select coalesce(json_agg(json_build_object('id', s.id, 'created_at', ${wireTime('s.created_at')},
        'last_used_at', ${wireTime('s.last_used_at')}, 'expires_at', ${wireTime('s.expires_at')},
        'address', s.address, 'user_agent', s.user_agent, 'current', s.id = ${principal.sessionId}::uuid)
        order by s.last_used_at desc, s.id desc), '[]') from page s) as sessions`);
  return { myRole: row?.my_role, exists: row?.exists === true, sessions: row?.sessions ?? [] };
}

/** Ends one live session of a user or, without its id, all except the caller's own. */
export async function endUserSessions(
  db: Database,
  principal: UserPrincipal,
  id: string,
  sessionId?: string,
): Promise<{ myRole: MyRole; exists: boolean; ended: boolean }> {
  const chosen =
    sessionId === undefined ? sql`s.id <> ${principal.sessionId}::uuid` : sql`s.id = ${sessionId}::uuid`;
  const [row] = await db.query(sql<RoleRow & { exists: boolean; ended: boolean }>`
    with ${me(principal)}, ${target(id)},
    ended as (
      update selfdb.sessions s set revoked_at = now() from target
      where s.user_id = target.id and ${chosen} and ${isLive} returning s.id),
    ${audit(principal, 'session.revoked', 'user', {
      rows: sql`select id as target_id, email as target_name, json_build_object('sessions', (select count(*) from ended)) as details
        from target where exists (select from ended)`,
    })}
    select (select role from me) as my_role, exists (select from target) as exists, exists (select from ended) as ended`);
  return { myRole: row?.my_role, exists: row?.exists === true, ended: row?.ended === true };
}
