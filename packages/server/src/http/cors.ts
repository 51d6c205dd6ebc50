import { isAllowedOrigin } from '@selfdb/shared/cors/origin';
import { AppError } from '@selfdb/shared/errors';
import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { createMiddleware } from 'hono/factory';
import type { AppContext, AppEnv, Bindings } from './context.ts';

/**
 * CORS for the origins in force. Refuses WebSockets of other origins, since browsers open those without asking first. Ignores
 * requests without an Origin. Only the worker that clients reach has it.
 */
export function allowOrigins<B extends Bindings>(
  originsOf: (c: AppContext<B>) => Promise<readonly string[]>,
): MiddlewareHandler<AppEnv<B>> {
  return createMiddleware<AppEnv<B>>(async (c, next) => {
    const origin = c.req.header('Origin');
    if (origin === undefined) return next();
    const origins = await originsOf(c);
    if (origins.includes('*')) return forAll(c, next);
    const isAllowed = isAllowedOrigin(origins, origin);
    if (!isAllowed && c.req.header('Upgrade') !== undefined) {
      throw new AppError('forbidden', 'Pages of this origin may not open a socket. Allow the origin first.');
    }
    return isAllowed ? forOne(c, next) : forNone(c, next);
  });
}

const forAll = answerWith('*');
const forOne = answerWith((origin) => origin);
const forNone = answerWith(() => null);

function answerWith(origin: '*' | ((origin: string) => string | null)): MiddlewareHandler {
  return cors({
    origin,
    allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    exposeHeaders: [
      ...['X-Request-Id', 'X-Execution-Id', 'X-SelfDB-File-Id', 'X-SelfDB-Cursor', 'Retry-After'],
      ...['Content-Range', 'ETag', 'Location', 'Content-Disposition', 'Accept-Ranges'],
      ...['Tus-Resumable', 'Tus-Version', 'Tus-Extension', 'Tus-Max-Size', 'Tus-Checksum-Algorithm'],
      ...['Upload-Offset', 'Upload-Length', 'Upload-Expires', 'Upload-Metadata'],
    ],
    maxAge: 600,
  });
}
