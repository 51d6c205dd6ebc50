import { AppError } from '@selfdb/shared/errors';
import { createMiddleware } from 'hono/factory';
import type { AppEnv, Bindings } from '../context.ts';
import { isHost, WRONG_HOST } from './host.ts';

/**
 * Refuses a request whose `Host` is not a host. workerd joins `Host` and target into the URL unchecked, so it would read
 * what follows a `/`, `?` or `#` in `Host` as the path.
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
