import { AppError } from '@selfdb/shared/errors';
import { createMiddleware } from 'hono/factory';
import { constantTimeEqual } from '../../auth/constant-time.ts';
import type { UserPrincipal } from '../../auth/principal.ts';
import { type AccessToken, InvalidTokenError, openAccessToken } from '../../auth/tokens.ts';
import type { AppContext, AppEnv, Bindings } from '../context.ts';
import { originOf } from './origin.ts';

/** Refuses a request without the right `X-API-Key`. */
export function requireApiKey<B extends Bindings>() {
  return createMiddleware<AppEnv<B>>(async (c, next) => {
    checkApiKey(c);
    await next();
  });
}

/** Throws unauthenticated for a request without the right API key, which a WebSocket may send as a parameter. */
export function checkApiKey<B extends Bindings>(
  c: AppContext<B>,
  given: string | undefined = c.req.header('X-API-Key'),
): void {
  if (given === undefined) throw new AppError('unauthenticated', 'Send the API key in the header X-API-Key.');
  if (!constantTimeEqual(given, c.get('env').API_KEY)) {
    throw new AppError('unauthenticated', 'The API key is wrong.');
  }
}

/**
 * Sets the principal from the bearer token. Refuses an invalid token; its caller is never anonymous. `addressOf` tells the
 * client's address, for the audit log, which has reads only where `recordsReads`.
 */
export function authenticate<B extends Bindings>(
  addressOf: (c: AppContext<B>) => string,
  { recordsReads = false } = {},
) {
  return createMiddleware<AppEnv<B>>(async (c, next) => {
    const token = bearerToken(c);
    const principal = token === undefined ? c.get('principal') : (await openToken(c, token)).principal;
    const isRecorded = recordsReads || !isRead(c);
    const origin = isRecorded ? originOf(c, addressOf) : undefined;
    c.set('principal', origin ? { ...principal, origin } : principal);
    await next();
  });
}

function isRead<B extends Bindings>(c: AppContext<B>): boolean {
  return c.req.method === 'GET' || c.req.method === 'HEAD';
}

/** The token in the header; undefined when there is none. Throws unauthenticated for a header of another form. */
export function bearerToken<B extends Bindings>(c: AppContext<B>): string | undefined {
  const header = c.req.header('Authorization');
  if (header === undefined) return undefined;
  const token = /^Bearer +([^ ]+) *$/i.exec(header)?.[1];
  if (!token) throw new AppError('unauthenticated', 'Send the token as Authorization: Bearer <token>.');
  return token;
}

/** Verifies an access token. Throws unauthenticated. */
export async function openToken<B extends Bindings>(c: AppContext<B>, token: string): Promise<AccessToken> {
  try {
    return await openAccessToken(c.get('env').SECRET_KEY, token);
  } catch (error) {
    if (!(error instanceof InvalidTokenError)) throw error;
    throw new AppError('unauthenticated', 'The token is not valid or has expired. Sign in again.', {
      cause: error,
    });
  }
}

/** Refuses a caller without a user's token, before the input of the request is validated. */
export function requireToken<B extends Bindings>() {
  return createMiddleware<AppEnv<B>>(async (c, next) => {
    userOf(c);
    await next();
  });
}

/** The user who calls. Throws unauthenticated for an anonymous caller. */
export function userOf<B extends Bindings>(c: AppContext<B>): UserPrincipal {
  const principal = c.get('principal');
  if (principal.kind === 'anonymous') throw new AppError('unauthenticated', 'Sign in to do this.');
  return principal;
}
