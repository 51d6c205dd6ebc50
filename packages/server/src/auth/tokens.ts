import { errors, jwtVerify, SignJWT } from 'jose';
import type { UserPrincipal } from './principal.ts';

const ALGORITHM = 'HS256';
const INTERNAL_TTL_SECONDS = 60;
/** The header with the token of another worker. */
export const INTERNAL_TOKEN_HEADER = 'X-SelfDB-Internal';

type TokenUse = 'access' | 'refresh' | 'internal';

/** The token is malformed, forged, expired or for another use. */
export class InvalidTokenError extends Error {
  override name = 'InvalidTokenError';
}

export interface AccessToken {
  principal: UserPrincipal;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

export interface RefreshClaims {
  userId: string;
  sessionId: string;
  /** The id of this token. The session stores the id of its current token. */
  tokenId: string;
}

/** The claims of both tokens of a session. */
export interface SessionClaims extends RefreshClaims {
  isAdmin: boolean;
}

/** Signs an access token for a session, valid for `ttlSeconds`. */
export function signAccessToken(
  secret: string,
  principal: UserPrincipal,
  ttlSeconds: number,
): Promise<string> {
  const hint = principal.wasAdmin ? { adm: true } : {};
  return sign(secret, 'access', ttlSeconds, { sub: principal.userId, sid: principal.sessionId, ...hint });
}

/** Signs a refresh token for a session, valid for `ttlSeconds`. */
export function signRefreshToken(secret: string, claims: RefreshClaims, ttlSeconds: number): Promise<string> {
  return sign(secret, 'refresh', ttlSeconds, {
    sub: claims.userId,
    sid: claims.sessionId,
    jti: claims.tokenId,
  });
}

/** Signs the token by which workers recognize each other. It is valid for a minute. */
export function signInternalToken(secret: string): Promise<string> {
  return sign(secret, 'internal', INTERNAL_TTL_SECONDS, {});
}

/** Verifies an access token, and remembers it until it expires. Throws InvalidTokenError. */
export async function openAccessToken(secret: string, token: string): Promise<AccessToken> {
  const known = verified.get(token);
  if (known && known.secret === secret && known.expiresAt > Date.now()) return known;
  const claims = await verify(secret, 'access', token);
  const principal: UserPrincipal = { kind: 'user', userId: text(claims.sub), sessionId: text(claims.sid) };
  if (claims.adm === true) principal.wasAdmin = true;
  const opened = { secret, principal, expiresAt: Number(claims.exp) * 1000 };
  remember(token, opened);
  return opened;
}

/** The claims of a refresh token. Throws InvalidTokenError. */
export async function verifyRefreshToken(secret: string, token: string): Promise<RefreshClaims> {
  const claims = await verify(secret, 'refresh', token);
  return { userId: text(claims.sub), sessionId: text(claims.sid), tokenId: text(claims.jti) };
}

/** Throws InvalidTokenError unless a worker of this system signed the token within the last minute. */
export async function verifyInternalToken(secret: string, token: string): Promise<void> {
  if (token === lastInternal.token && lastInternal.secret === secret && lastInternal.expiresAt > Date.now())
    return;
  const claims = await verify(secret, 'internal', token);
  lastInternal = { secret, token, expiresAt: Number(claims.exp) * 1000 };
}

/** Whether a worker of this system signed the token within the last minute. */
export async function isInternalToken(secret: string, token: string | undefined): Promise<boolean> {
  try {
    await verifyInternalToken(secret, token ?? '');
    return true;
  } catch (error) {
    if (error instanceof InvalidTokenError) return false;
    throw error;
  }
}

interface Verified extends AccessToken {
  secret: string;
}

const MAX_REMEMBERED = 10_000;
const verified = new Map<string, Verified>();
let lastInternal = { secret: '', token: '', expiresAt: 0 };
const keys = new Map<string, Uint8Array>();

function remember(token: string, entry: Verified): void {
  if (verified.size >= MAX_REMEMBERED) {
    const oldest = verified.keys().next();
    if (!oldest.done) verified.delete(oldest.value);
  }
  verified.set(token, entry);
}

function sign(
  secret: string,
  use: TokenUse,
  ttlSeconds: number,
  claims: Record<string, string | boolean>,
): Promise<string> {
  return new SignJWT({ ...claims, use })
    .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
    .setIssuedAt()
    .setExpirationTime(`${ttlSeconds}s`)
    .sign(key(secret));
}

async function verify(secret: string, use: TokenUse, token: string) {
  try {
    const { payload } = await jwtVerify(token, key(secret), {
      algorithms: [ALGORITHM],
      requiredClaims: ['exp', 'use'],
    });
    if (payload.use !== use) throw new InvalidTokenError(`not an ${use} token`);
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) throw new InvalidTokenError(error.message, { cause: error });
    throw error;
  }
}

function key(secret: string): Uint8Array {
  const known = keys.get(secret);
  if (known) return known;
  const encoded = new TextEncoder().encode(secret);
  keys.set(secret, encoded);
  return encoded;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function text(claim: unknown): string {
  if (typeof claim !== 'string' || !UUID.test(claim)) throw new InvalidTokenError('a claim is missing');
  return claim;
}
