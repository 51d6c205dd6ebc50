import { createMiddleware } from 'hono/factory';
import type { AppEnv, Bindings } from './context.ts';

/** Lets `Content-Type: application/json` with no body at all, which many clients send, count as no body. */
export function allowEmptyBody<B extends Bindings>() {
  return createMiddleware<AppEnv<B>>(async (c, next) => {
    if (c.req.header('Content-Type') !== undefined && (await c.req.text()) === '') {
      const headers = new Headers(c.req.raw.headers);
      headers.delete('Content-Type');
      c.req.raw = new Request(c.req.url, { method: c.req.method, headers });
    }
    await next();
  });
}
