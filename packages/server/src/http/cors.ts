import { cors } from 'hono/cors';
import { createMiddleware } from 'hono/factory';
import type { AppEnv, Bindings } from './context.ts';

type Cors = ReturnType<typeof cors>;
let configured: { origins: string; handler: Cors } | undefined;

/** CORS by the setting CORS_ORIGINS: origins separated by commas, or `*`. Ignores requests without an Origin. */
export function allowOrigins<B extends Bindings>() {
  return createMiddleware<AppEnv<B>>(async (c, next) => {
    if (c.req.header('Origin') === undefined) return next();
    const origins = c.get('env').CORS_ORIGINS;
    if (configured?.origins !== origins) configured = { origins, handler: create(origins) };
    return configured.handler(c, next);
  });
}

/** Whether CORS_ORIGINS names this origin: for WebSockets, which browsers open across origins without asking. */
export function isAllowedOrigin(origins: string, origin: string): boolean {
  const list = listOf(origins);
  return list.includes('*') || list.includes(origin);
}

function listOf(origins: string): string[] {
  return origins.split(',').map((origin) => origin.trim());
}

function create(origins: string): Cors {
  const list = listOf(origins);
  return cors({
    origin: list.includes('*') ? '*' : list,
    allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    exposeHeaders: [
      ...['X-Request-Id', 'X-SelfDB-File-Id', 'X-SelfDB-Cursor', 'Retry-After'],
      ...['Content-Range', 'ETag', 'Location', 'Content-Disposition', 'Accept-Ranges'],
      ...['Tus-Resumable', 'Tus-Version', 'Tus-Extension', 'Tus-Max-Size', 'Tus-Checksum-Algorithm'],
      ...['Upload-Offset', 'Upload-Length', 'Upload-Expires', 'Upload-Metadata'],
    ],
    maxAge: 600,
  });
}
