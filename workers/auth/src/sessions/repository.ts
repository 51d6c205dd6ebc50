import type { Principal, UserPrincipal } from '@selfdb/server/auth/principal';
import type { RefreshClaims, SessionClaims } from '@selfdb/server/auth/tokens';
import { type MyRole, me, type RoleRow } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import type { Role } from '@selfdb/shared/users/schema';
import { type RawBuilder, sql } from 'kysely';
import { isKnown, remember, sweepKnownAddresses } from '../known-addresses/repository.ts';
import type { Counted, Subject } from '../login-attempts/limits.ts';
import { countedFailures, sweepFailures, toCounted } from '../login-attempts/repository.ts';

export interface LoginFacts {
  myRole: MyRole;
  counted: Map<string, Counted>;
  user: LoginUser | undefined;
  /** Whether there are hashes that take longer to check than new ones. */
  hasOlderHashes: boolean;
}

export interface LoginUser {
  id: string;
  passwordHash: string;
  isActive: boolean;
  /** Whether the user has logged in from this network before. */
  isKnownHere: boolean;
}

interface LoginRow extends RoleRow {
  /** Null, as what follows, where there is no such user. */
  id: string | null;
  password_hash: string | null;
  is_active: boolean | null;
  is_known: boolean;
  counted: Record<string, Counted>;
  has_older_hashes: boolean;
}

/** Reads the user whom a login names, and what has failed before. */
export async function readLoginFacts(
  db: Database,
  principal: Principal,
  { email, network }: { email: string; network: string },
  subjects: Subject[],
): Promise<LoginFacts> {
  const [row] = await db.query(sql<LoginRow>`
    with ${me(principal)}
    select (select role from me) as my_role, u.id, u.password_hash, u.is_active,
      ${isKnown(sql`u.id`, network)} as is_known, ${countedFailures(subjects)} as counted,
      exists (select from selfdb.users where password_hash not like '$argon2id$%') as has_older_hashes
    from (values (1)) as one left join selfdb.users u on lower(u.email) = lower(${email}::text)`);
  const { id, password_hash: passwordHash, is_active: isActive, is_known: isKnownHere } = row ?? {};
  return {
    myRole: row?.my_role,
    counted: toCounted(row?.counted),
    user:
      id && passwordHash
        ? { id, passwordHash, isActive: isActive === true, isKnownHere: isKnownHere === true }
        : undefined,
    hasOlderHashes: row?.has_older_hashes === true,
  };
}

interface NewSession {
  userId: string;
  /** The hash that the password was checked against: when it is another by now, no session opens. */
  passwordHash: string;
  /** What replaces it. Another login that goes on at the same time may have done so already. */
  rehashed: string | undefined;
  network: string;
  /** Its failures are forgiven. */
  accountAtAddress: Subject;
  ttlSeconds: number;
  /** Also removes what has expired. */
  sweep: boolean;
}

/** Opens a session, and remembers where. No claims when the account has changed meanwhile. */
export async function openSession(
  db: Database,
  principal: Principal,
  session: NewSession,
): Promise<{ myRole: MyRole; claims: SessionClaims | undefined }> {
  const open = openSessionStatement(principal, session);
  const [row] = session.sweep ? (await db.batch([open, ...sweeps()]))[0] : await db.query(open);
  return { myRole: row?.my_role, claims: toClaims(session.userId, row) };
}

function openSessionStatement(principal: Principal, session: NewSession): RawBuilder<ClaimsRow> {
  return sql<ClaimsRow>`
    with ${me(principal)},
    account as (${lockAccount(principal, session)}),
    opened as (
      insert into selfdb.sessions (id, user_id, refresh_id, expires_at)
      select uuidv7(), id, gen_random_uuid(), now() + make_interval(secs => ${session.ttlSeconds}::int) from account
      returning id, refresh_id),
    forgiven as (
      delete from selfdb.login_failures
      where subject = ${session.accountAtAddress.key}::text and exists (select from opened)),
    ${remember(sql`account`, session.network)},
    first_login as (
      update selfdb.instance set first_login_at = now()
      where first_login_at is null and exists (select from opened))
    select (select role from me) as my_role, opened.id, opened.refresh_id, (select role from account) as role
    from (values (1)) as one left join opened on true`;
}

/** The account, if the password that was checked is still its own; with its new hash, if it gets one. */
function lockAccount(
  principal: Principal,
  { userId, passwordHash, rehashed }: NewSession,
): RawBuilder<unknown> {
  const isStill = sql`u.id = ${userId}::uuid and u.is_active and ${notDead(principal)}`;
  if (rehashed === undefined) {
    return sql`select u.id, u.role from selfdb.users u where ${isStill} and u.password_hash = ${passwordHash} for share`;
  }
  return sql`
    update selfdb.users u set password_hash = ${rehashed}
    where ${isStill} and u.password_hash in (${passwordHash}, ${rehashed}) returning u.id, u.role`;
}

function sweeps(): RawBuilder<unknown>[] {
  return [
    sweepFailures(),
    sweepKnownAddresses(),
    sql`delete from selfdb.sessions where id in (
      select id from selfdb.sessions where expires_at < now() limit 1000 for update skip locked)`,
  ];
}

/**
 * Swaps the refresh token's id for a new one if it is the one alive; if it is not, ends the session.
 * One conditional update, so that of several uses at once only one can win.
 */
export async function rotateSession(
  db: Database,
  principal: Principal,
  claims: RefreshClaims,
  ttlSeconds: number,
): Promise<{ myRole: MyRole; claims: SessionClaims | undefined }> {
  const isAlive = sql`s.refresh_id = ${claims.tokenId}::uuid`;
  const [row] = await db.query(sql<ClaimsRow>`
    with ${me(principal)},
    used as (
      update selfdb.sessions s set
        refresh_id = case when ${isAlive} then gen_random_uuid() else s.refresh_id end,
        expires_at = case when ${isAlive} then now() + make_interval(secs => ${ttlSeconds}::int) else s.expires_at end,
        revoked_at = case when ${isAlive} then null else now() end
      from selfdb.users u
      where s.id = ${claims.sessionId}::uuid and s.user_id = ${claims.userId}::uuid and u.id = s.user_id
        and u.is_active and s.revoked_at is null and s.expires_at > now() and ${notDead(principal)}
      returning s.id, s.refresh_id, s.revoked_at, u.role)
    select (select role from me) as my_role, used.id, used.refresh_id, used.role
    from (values (1)) as one left join used on used.revoked_at is null`);
  return { myRole: row?.my_role, claims: toClaims(claims.userId, row) };
}

/** Ends those of the sessions that are the caller's. */
export async function endSessions(db: Database, principal: UserPrincipal, ids: string[]): Promise<MyRole> {
  const [row] = await db.query(sql<RoleRow>`
    with ${me(principal)},
    ended as (
      update selfdb.sessions s set revoked_at = now() from me
      where s.user_id = me.id and s.id = any (${ids}::uuid[]) and s.revoked_at is null)
    select (select role from me) as my_role`);
  return row?.my_role;
}

/** Ends every session of the caller. */
export async function endAllSessions(db: Database, principal: UserPrincipal): Promise<MyRole> {
  const [row] = await db.query(sql<RoleRow>`
    with ${me(principal)},
    ended as (
      update selfdb.sessions s set revoked_at = now() from me
      where s.user_id = me.id and s.revoked_at is null)
    select (select role from me) as my_role`);
  return row?.my_role;
}

/** Holds for an anonymous caller and for a living session: a token that has ended never passes as no token. */
function notDead(principal: Principal): RawBuilder<unknown> {
  return principal.kind === 'anonymous' ? sql`true` : sql`exists (select from me)`;
}

/** All null where no session was opened or renewed. */
interface ClaimsRow extends RoleRow {
  id: string | null;
  refresh_id: string | null;
  role: Role | null;
}

function toClaims(userId: string, row: ClaimsRow | undefined): SessionClaims | undefined {
  const { id: sessionId, refresh_id: tokenId, role } = row ?? {};
  if (!sessionId || !tokenId) return undefined;
  return { userId, sessionId, tokenId, isAdmin: role === 'ADMIN' };
}
