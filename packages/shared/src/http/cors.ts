import { cors } from 'hono/cors';
import { createMiddleware } from 'hono/factory';
import type { AppEnv, Bindings } from './context.ts';

type Cors = ReturnType<typeof cors>;
let configured: { origins: string; handler: Cors } | undefined;

/** Cross-origin rules after CORS_ORIGINS: a comma list of origins, or `*`. Requests without an Origin pass by. */
export function allowOrigins<B extends Bindings>() {
  return createMiddleware<AppEnv<B>>(async (c, next) => {
    if (c.req.header('Origin') === undefined) return next();
    const origins = c.get('env').CORS_ORIGINS;
    if (configured?.origins !== origins) configured = { origins, handler: create(origins) };
    return configured.handler(c, next);
  });
}

function create(origins: string): Cors {
  const list = origins.split(',').map((origin) => origin.trim());
  return cors({
    origin: list.includes('*') ? '*' : list,
    allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    exposeHeaders: [
      ...['X-Request-Id', 'X-SelfDB-File-Id', 'Retry-After', 'Content-Range', 'ETag', 'Location'],
      ...['Tus-Resumable', 'Tus-Version', 'Tus-Extension', 'Tus-Max-Size', 'Tus-Checksum-Algorithm'],
      ...['Upload-Offset', 'Upload-Length', 'Upload-Expires', 'Upload-Metadata'],
    ],
    maxAge: 600,
  });
}
