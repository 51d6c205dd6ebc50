import { createMiddleware } from 'hono/factory';
import { AppError } from '../errors.ts';
import type { AppEnv, Bindings } from './context.ts';
import { isHost, WRONG_HOST } from './host.ts';

/**
 * Refuses a request whose `Host` is none. workerd makes a request's URL of `Host` and target as they came, so what follows a
 * `/`, `?` or `#` in `Host` would be taken for the path.
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
