import { AppError } from '@selfdb/shared/errors';
import { DEPTH_HEADER } from '@selfdb/shared/functions/runner-protocol';
import { createMiddleware } from 'hono/factory';
import {
  INTERNAL_TOKEN_HEADER,
  InvalidTokenError,
  signInternalToken,
  verifyInternalToken,
} from '../auth/tokens.ts';
import { callDepth } from './caller/call-depth.ts';
import { clientAddress, UNKNOWN_ADDRESS } from './caller/client-address.ts';
import type { AppContext, AppEnv, Bindings } from './context.ts';
import { BASE_HEADER, publicBase } from './request/public-url.ts';
import { unreadableBody } from './request/read-body.ts';

const ADDRESS_HEADER = 'X-SelfDB-Client-Address';
const RENEW_AFTER_MS = 30_000;
const TIMEOUT_MS = 2000;

let current: { secret: string; token: string; renewAt: number } | undefined;

/**
 * Streams the request to the worker that owns its path, and the answer back. Adds the internal token, the client's address and
 * the public URL of the API to the request, and changes nothing else but a depth that a client made up, unless the api worker
 * gives the request another URL or base. Throws unavailable if the worker can't be reached.
 */
export async function forward<B extends Bindings>(
  c: AppContext<B>,
  owner: Fetcher,
  { request: given = c.req.raw, base = publicBase(c) } = {},
): Promise<Response> {
  const request = new Request(given, { redirect: 'manual' });
  request.headers.set(ADDRESS_HEADER, clientAddress(c));
  request.headers.set(BASE_HEADER, base);
  if ((await callDepth(c)) === 0) request.headers.delete(DEPTH_HEADER);
  return pass(c, owner, request);
}

async function pass<B extends Bindings>(
  c: AppContext<B>,
  owner: Fetcher,
  request: Request,
): Promise<Response> {
  request.headers.set(INTERNAL_TOKEN_HEADER, await internalToken(c.get('env').INTERNAL_SECRET));
  request.headers.set('X-Request-Id', c.get('requestId'));
  c.set('isHandedOn', true);
  try {
    return await owner.fetch(request);
  } catch (error) {
    // The runtime's error is the same when the owner is gone and when the client's body breaks off.
    if (c.req.raw.body !== null && (await isWell(c, owner))) throw unreadableBody(error);
    throw new AppError('unavailable', 'This part of the service is restarting. Try again shortly.', {
      cause: error,
      retryAfterSeconds: 1,
    });
  }
}

/** Whether the worker reports within two seconds that it is healthy. */
export async function isWell<B extends Bindings>(c: AppContext<B>, owner: Fetcher): Promise<boolean> {
  return (await askHealth(c, owner))?.ok ?? false;
}

/** The worker's answer to a health check: 200 if healthy. Undefined if it does not answer within two seconds. */
export async function askHealth<B extends Bindings>(
  c: AppContext<B>,
  owner: Fetcher,
): Promise<Response | undefined> {
  const headers = await internalHeaders(c.get('env').INTERNAL_SECRET);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  return owner.fetch('http://internal/internal/health', { headers, signal }).catch(() => undefined);
}

/** Refuses a request that the api worker did not forward. */
export function requireInternal<B extends Bindings>() {
  return createMiddleware<AppEnv<B>>(async (c, next) => {
    try {
      await verifyInternalToken(c.get('env').INTERNAL_SECRET, c.req.header(INTERNAL_TOKEN_HEADER) ?? '');
    } catch (error) {
      if (!(error instanceof InvalidTokenError)) throw error;
      throw new AppError('unauthenticated', 'This port serves other workers only.', { cause: error });
    }
    await next();
  });
}

/** The client's address as the api worker saw it. Only meaningful after `requireInternal`. */
export function forwardedAddress<B extends Bindings>(c: AppContext<B>): string {
  return c.req.header(ADDRESS_HEADER) ?? UNKNOWN_ADDRESS;
}

/** The headers without which another worker refuses a request. */
export async function internalHeaders(secret: string): Promise<Record<string, string>> {
  return { [INTERNAL_TOKEN_HEADER]: await internalToken(secret) };
}

async function internalToken(secret: string): Promise<string> {
  if (current && current.secret === secret && current.renewAt > Date.now()) return current.token;
  const token = await signInternalToken(secret);
  current = { secret, token, renewAt: Date.now() + RENEW_AFTER_MS };
  return token;
}
