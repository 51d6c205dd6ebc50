import type { Principal, UserPrincipal } from '@selfdb/server/auth/principal';
import type { RefreshClaims, SessionClaims } from '@selfdb/server/auth/tokens';
import { audit } from '@selfdb/server/db/audit';
import { type MyRole, me, type RoleRow } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import { cutText } from '@selfdb/shared/cut-text';
import type { Role } from '@selfdb/shared/users/schema';
import { type RawBuilder, sql } from 'kysely';
import { deleteOldAddresses, isKnownAddress, rememberAddress } from '../known-addresses/repository.ts';
import type { FailureCount, Subject } from '../login-attempts/limits.ts';
import { countedFailures, deleteDecayedFailures, toFailureCounts } from '../login-attempts/repository.ts';

const MAX_ADDRESS_CHARACTERS = 64;
const MAX_USER_AGENT_CHARACTERS = 512;

export interface LoginState {
  myRole: MyRole;
  counted: Map<string, FailureCount>;
  user: LoginUser | undefined;
  /** Whether any user still has a hash of an earlier version, which takes longer to check. */
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
  /** This and the next two columns are null if there is no such user. */
  id: string | null;
  password_hash: string | null;
  is_active: boolean | null;
  is_known: boolean;
  counted: Record<string, FailureCount>;
  has_older_hashes: boolean;
}

/** Reads the user with an e-mail address, and the recorded failures of the subjects. */
export async function findLoginState(
  db: Database,
  principal: Principal,
  { email, network }: { email: string; network: string },
  subjects: Subject[],
): Promise<LoginState> {
  const [row] = await db.query(sql<LoginRow>`
    with ${me(principal)}
    select (select role from me) as my_role, u.id, u.password_hash, u.is_active,
      ${isKnownAddress(sql`u.id`, network)} as is_known, ${countedFailures(subjects)} as counted,
      exists (select from selfdb.users where password_hash not like '$argon2id$%') as has_older_hashes
    from (values (1)) as one left join selfdb.users u on lower(u.email) = lower(${email}::text)`);
  const { id, password_hash: passwordHash, is_active: isActive, is_known: isKnownHere } = row ?? {};
  return {
    myRole: row?.my_role,
    counted: toFailureCounts(row?.counted),
    user:
      id && passwordHash
        ? { id, passwordHash, isActive: isActive === true, isKnownHere: isKnownHere === true }
        : undefined,
    hasOlderHashes: row?.has_older_hashes === true,
  };
}

interface NewSession {
  userId: string;
  /** The hash that the password was checked against. If it has changed since, no session is opened. */
  passwordHash: string;
  /** The hash that replaces it. A simultaneous login may have replaced it already. */
  rehashed: string | undefined;
  network: string;
  /** The client's address and its User-Agent, which the user sees in the list of sessions. */
  address: string | undefined;
  userAgent: string | undefined;
  /** The subject whose recorded failures are deleted. */
  accountAtAddress: Subject;
  ttlSeconds: number;
  /** Whether to delete expired rows too. */
  cleanUp: boolean;
}

/** Opens a session and records the network. Returns no claims if the account has changed in the meantime. */
export async function openSession(
  db: Database,
  principal: Principal,
  session: NewSession,
): Promise<{ myRole: MyRole; claims: SessionClaims | undefined }> {
  const open = openSessionStatement(principal, session);
  const [row] = session.cleanUp ? (await db.batch([open, ...cleanupStatements()]))[0] : await db.query(open);
  return { myRole: row?.my_role, claims: toClaims(session.userId, row) };
}

function openSessionStatement(principal: Principal, session: NewSession): RawBuilder<ClaimsRow> {
  return sql<ClaimsRow>`
    with ${me(principal)},
    account as (${lockAccount(principal, session)}),
    opened as (
      insert into selfdb.sessions (id, user_id, refresh_id, expires_at, address, user_agent)
      select uuidv7(), id, gen_random_uuid(), now() + make_interval(secs => ${session.ttlSeconds}::int),
        ${cut(session.address, MAX_ADDRESS_CHARACTERS)}, ${cut(session.userAgent, MAX_USER_AGENT_CHARACTERS)} from account
      returning id, refresh_id),
    deleted_failures as (
      delete from selfdb.login_failures
      where subject = ${session.accountAtAddress.key}::text and exists (select from opened)),
    ${rememberAddress(sql`account`, session.network)},
    first_login as (
      update selfdb.instance set first_login_at = now()
      where first_login_at is null and exists (select from opened)),
    ${audit(principal, 'user.login', 'user', {
      actor: sql`select id, email, role from account`,
      rows: sql`select account.id as target_id, account.email as target_name, '{}' as details from account, opened`,
    })}
    select (select role from me) as my_role, opened.id, opened.refresh_id, (select role from account) as role
    from (values (1)) as one left join opened on true`;
}

function cut(text: string | undefined, characters: number): string | null {
  return text === undefined ? null : cutText(text, characters);
}

/** Locks the account if the checked password is still valid, and stores the new hash if there is one. */
function lockAccount(
  principal: Principal,
  { userId, passwordHash, rehashed }: NewSession,
): RawBuilder<unknown> {
  const isUnchanged = sql`u.id = ${userId}::uuid and u.is_active and ${isPrincipalValid(principal)}`;
  if (rehashed === undefined) {
    return sql`select u.id, u.email, u.role from selfdb.users u where ${isUnchanged} and u.password_hash = ${passwordHash} for share`;
  }
  return sql`
    update selfdb.users u set password_hash = ${rehashed}
    where ${isUnchanged} and u.password_hash in (${passwordHash}, ${rehashed}) returning u.id, u.email, u.role`;
}

function cleanupStatements(): RawBuilder<unknown>[] {
  return [
    deleteDecayedFailures(),
    deleteOldAddresses(),
    sql`delete from selfdb.sessions where id in (
      select id from selfdb.sessions where expires_at < now() limit 1000 for update skip locked)`,
  ];
}

/**
 * Replaces the id of the refresh token if the token is the current one; otherwise ends the session. A single conditional
 * update, so that only one of several simultaneous uses succeeds.
 */
export async function rotateSession(
  db: Database,
  principal: Principal,
  claims: RefreshClaims,
  ttlSeconds: number,
): Promise<{ myRole: MyRole; claims: SessionClaims | undefined }> {
  const isCurrent = sql`s.refresh_id = ${claims.tokenId}::uuid`;
  const [row] = await db.query(sql<ClaimsRow>`
    with ${me(principal)},
    used as (
      update selfdb.sessions s set
        refresh_id = case when ${isCurrent} then gen_random_uuid() else s.refresh_id end,
        expires_at = case when ${isCurrent} then now() + make_interval(secs => ${ttlSeconds}::int) else s.expires_at end,
        last_used_at = case when ${isCurrent} then now() else s.last_used_at end,
        revoked_at = case when ${isCurrent} then null else now() end
      from selfdb.users u
      where s.id = ${claims.sessionId}::uuid and s.user_id = ${claims.userId}::uuid and u.id = s.user_id
        and u.is_active and s.revoked_at is null and s.expires_at > now() and ${isPrincipalValid(principal)}
      returning s.id, s.refresh_id, s.revoked_at, u.role, u.email, u.id as user_id),
    ${audit(principal, 'session.revoked', 'user', {
      actor: sql`select null::uuid as id, null::text as email, null::text as role`,
      rows: sql`select user_id as target_id, email as target_name, '{"sessions": 1, "reason": "refresh_token_reused"}' as details
        from used where revoked_at is not null`,
    })}
    select (select role from me) as my_role, used.id, used.refresh_id, used.role
    from (values (1)) as one left join used on used.revoked_at is null`);
  return { myRole: row?.my_role, claims: toClaims(claims.userId, row) };
}

/** Ends the sessions with these ids that belong to the caller. */
export async function endSessions(db: Database, principal: UserPrincipal, ids: string[]): Promise<MyRole> {
  const [row] = await db.query(sql<RoleRow>`
    with ${me(principal)},
    ended as (
      update selfdb.sessions s set revoked_at = now() from me
      where s.user_id = me.id and s.id = any (${ids}::uuid[]) and s.revoked_at is null returning 1),
    ${auditLogout(principal)}
    select (select role from me) as my_role`);
  return row?.my_role;
}

/** Ends every session of the caller. */
export async function endAllSessions(db: Database, principal: UserPrincipal): Promise<MyRole> {
  const [row] = await db.query(sql<RoleRow>`
    with ${me(principal)},
    ended as (
      update selfdb.sessions s set revoked_at = now() from me
      where s.user_id = me.id and s.revoked_at is null returning 1),
    ${auditLogout(principal)}
    select (select role from me) as my_role`);
  return row?.my_role;
}

/** For a statement with `ended`, the sessions that the caller ended. */
function auditLogout(principal: UserPrincipal): RawBuilder<unknown> {
  return audit(principal, 'user.logout', 'user', {
    rows: sql`select u.id as target_id, u.email as target_name, json_build_object('sessions', (select count(*) from ended)) as details
      from selfdb.users u join me on me.id = u.id where exists (select from ended)`,
  });
}

/** True for an anonymous caller and for a live session. A user whose session has ended never counts as anonymous. */
function isPrincipalValid(principal: Principal): RawBuilder<unknown> {
  return principal.kind === 'anonymous' ? sql`true` : sql`exists (select from me)`;
}

/** All null if no session was opened or renewed. */
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
