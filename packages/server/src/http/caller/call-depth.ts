import { DEPTH_HEADER } from '@selfdb/shared/functions/runner-protocol';
import { createMiddleware } from 'hono/factory';
import { INTERNAL_TOKEN_HEADER, isInternalToken } from '../../auth/tokens.ts';
import type { AppContext, AppEnv, Bindings } from '../context.ts';

/** How many functions led to a request, as the host of the runners says: 0 if a client sent the header. */
export async function callDepth<B extends Bindings>(c: AppContext<B>): Promise<number> {
  const depth = Number(c.req.header(DEPTH_HEADER) ?? 0);
  if (!Number.isInteger(depth) || depth <= 0) return 0;
  const isOurs = await isInternalToken(c.get('env').INTERNAL_SECRET, c.req.header(INTERNAL_TOKEN_HEADER));
  return isOurs ? depth : 0;
}

/** Marks what a request of a function writes with its depth. Use it after `takeShare`. */
export function markDepth<B extends Bindings>() {
  return createMiddleware<AppEnv<B>>(async (c, next) => {
    const depth = await callDepth(c);
    if (depth > 0) c.set('db', c.get('db').atDepth(depth));
    await next();
  });
}
