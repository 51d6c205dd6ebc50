import { AppError } from '@selfdb/shared/errors';
import { createMiddleware } from 'hono/factory';
import type { AppEnv, Bindings } from '../context.ts';
import { isHost, WRONG_HOST } from './host.ts';

/**
 * Refuses a request with a malformed `Host`. workerd joins `Host` and the request target into a URL unchecked, so anything
 * after a `/`, `?` or `#` in `Host` would become the path.
 */
export function requireHost<B extends Bindings>() {
  let last: string | undefined;
  return createMiddleware<AppEnv<B>>(async (c, next) => {
    const host = c.req.header('Host');
    if (host !== last) {
      if (host !== undefined && !isHost(host)) throw new AppError('bad_request', WRONG_HOST);
      last = host;
    }
    await next();
  });
}
