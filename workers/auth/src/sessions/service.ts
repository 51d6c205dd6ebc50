import type { Principal, UserPrincipal } from '@selfdb/server/auth/principal';
import {
  InvalidTokenError,
  type RefreshClaims,
  type SessionClaims,
  signAccessToken,
  signRefreshToken,
  verifyRefreshToken,
} from '@selfdb/server/auth/tokens';
import { requireAlive, requireUser } from '@selfdb/server/db/authority';
import type { Database } from '@selfdb/server/db/database';
import { UNKNOWN_ADDRESS } from '@selfdb/server/http/caller/client-address';
import type { SettingsOf } from '@selfdb/settings';
import { AppError } from '@selfdb/shared/errors';
import type { Login, Tokens } from '@selfdb/shared/users/schema';
import { beginAttempt } from '../login-attempts/attempt.ts';
import { networkOf } from '../login-attempts/network.ts';
import { auditFailedLogin } from '../login-attempts/statement/audit-failed-login.ts';
import { type LoginSubjects, loginSubjects } from '../login-attempts/subjects.ts';
import { check, hashQueue } from '../passwords/hashing.ts';
import type { WaitUntil } from '../wait-until.ts';
import {
  endAllSessions,
  endSessions,
  findLoginState,
  type LoginUser,
  openSession,
  rotateSession,
} from './repository.ts';

const CLEANUP_PROBABILITY = 0.01;

/** The client that logs in. */
export interface Client {
  address: string;
  userAgent: string | undefined;
  waitUntil: WaitUntil;
}

/** Opens a session and returns its tokens. Throws unauthenticated, forbidden (inactive), too_many_requests, unavailable. */
export async function logIn(
  env: SettingsOf<'auth'>,
  db: Database,
  principal: Principal,
  login: Login,
  client: Client,
): Promise<Tokens> {
  const network = networkOf(client.address);
  hashQueue.requireRoom(network);
  const subjects = loginSubjects(env, login.email, network);
  const { user, rehashed } = await checkLogin(db, principal, login, subjects, network, client.waitUntil);
  if (!user.isActive) throw new AppError('forbidden', 'This account is deactivated. Ask an administrator.');
  const opened = await openSession(db, principal, {
    userId: user.id,
    passwordHash: user.passwordHash,
    rehashed,
    network,
    address: client.address === UNKNOWN_ADDRESS ? undefined : client.address,
    userAgent: client.userAgent,
    accountAtAddress: subjects.accountAtAddress,
    ttlSeconds: env.REFRESH_TOKEN_TTL_SECONDS,
    cleanUp: Math.random() < CLEANUP_PROBABILITY,
  });
  requireAlive(principal, opened.myRole);
  if (!opened.claims) throw wrongCredentials();
  return signTokens(env, opened.claims);
}

async function checkLogin(
  db: Database,
  principal: Principal,
  { email, password }: Login,
  { all, accountAtAddress }: LoginSubjects,
  network: string,
  waitUntil: WaitUntil,
): Promise<{ user: LoginUser; rehashed: string | undefined }> {
  const attempt = beginAttempt(all);
  const { myRole, user, counted, hasOlderHashes } = await findLoginState(
    db,
    principal,
    { email, network },
    all,
  );
  requireAlive(principal, myRole);
  attempt.admit(user?.isKnownHere ? [accountAtAddress] : all, counted);
  const { matches, rehashed, padding } = await check({
    caller: network,
    password,
    expected: user?.passwordHash,
    requireTurn: attempt.requireTurn,
    onFailure: attempt.fail,
    padFailures: hasOlderHashes,
  });
  if (user && matches) return { user, rehashed };
  await Promise.all([attempt.record(db, waitUntil, auditFailedLogin(principal, user?.id, network)), padding]);
  throw wrongCredentials();
}

/** Exchanges a refresh token for new tokens. Throws unauthenticated. A token that was used before ends its session. */
export async function refresh(
  env: SettingsOf<'auth'>,
  db: Database,
  principal: Principal,
  refreshToken: string,
): Promise<Tokens> {
  const given = await readRefreshToken(env, refreshToken);
  if (!given) throw invalidRefreshToken();
  const { myRole, claims } = await rotateSession(db, principal, given, env.REFRESH_TOKEN_TTL_SECONDS);
  requireAlive(principal, myRole);
  if (!claims) throw invalidRefreshToken();
  return signTokens(env, claims);
}

/** Ends the session of the access token, and the session of the refresh token if it belongs to the caller. */
export async function logOut(
  env: SettingsOf<'auth'>,
  db: Database,
  principal: UserPrincipal,
  refreshToken: string | undefined,
): Promise<void> {
  const other = refreshToken === undefined ? undefined : await readRefreshToken(env, refreshToken);
  const ids = other ? [principal.sessionId, other.sessionId] : [principal.sessionId];
  requireUser(principal, await endSessions(db, principal, ids));
}

/** Ends every session of the caller. */
export async function logOutEverywhere(db: Database, principal: UserPrincipal): Promise<void> {
  requireUser(principal, await endAllSessions(db, principal));
}

async function signTokens(env: SettingsOf<'auth'>, claims: SessionClaims): Promise<Tokens> {
  const { userId, sessionId, isAdmin } = claims;
  const principal: UserPrincipal = {
    kind: 'user',
    userId,
    sessionId,
    ...(isAdmin ? { wasAdmin: true } : {}),
  };
  const [access_token, refresh_token] = await Promise.all([
    signAccessToken(env.SECRET_KEY, principal, env.ACCESS_TOKEN_TTL_SECONDS),
    signRefreshToken(env.SECRET_KEY, claims, env.REFRESH_TOKEN_TTL_SECONDS),
  ]);
  return { access_token, refresh_token, token_type: 'bearer', expires_in: env.ACCESS_TOKEN_TTL_SECONDS };
}

async function readRefreshToken(env: SettingsOf<'auth'>, token: string): Promise<RefreshClaims | undefined> {
  try {
    return await verifyRefreshToken(env.SECRET_KEY, token);
  } catch (error) {
    if (error instanceof InvalidTokenError) return undefined;
    throw error;
  }
}

function wrongCredentials(): AppError {
  return new AppError('unauthenticated', 'The e-mail address or the password is wrong.');
}

function invalidRefreshToken(): AppError {
  return new AppError('unauthenticated', 'The refresh token is no longer valid. Sign in again.');
}
