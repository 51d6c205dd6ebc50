import type { App } from '@selfdb/server/http/context';
import { methodNotAllowed } from '@selfdb/server/http/methods';
import { createTusUpload } from '@selfdb/shared/tus/routes';
import type { StorageBindings } from '../bindings.ts';
import { TUS_VERSION, tusHeaders } from './protocol.ts';

const BASE = createTusUpload.path;
const ONE = `${BASE}/:id` as const;
export const TUS_PATHS = [BASE, ONE] as const;
const OVERRIDES = ['PATCH', 'DELETE', 'HEAD'];
const METHODS = {
  [BASE]: ['POST', 'OPTIONS'],
  [ONE]: ['HEAD', 'POST', 'PATCH', 'DELETE', 'OPTIONS'],
};

/** The routes before authentication: OPTIONS, and POST in place of other methods (X-HTTP-Method-Override). */
export function mountOpenTus(app: App<StorageBindings>): void {
  for (const path of TUS_PATHS) {
    app.options(path, (c) => c.body(null, 204, tusHeaders(c.get('env').STORAGE_MAX_FILE_BYTES)));
    // On every answer, including errors.
    app.use(path, async (c, next) => {
      c.header('Tus-Resumable', TUS_VERSION);
      await next();
    });
  }
  // For clients behind a proxy that blocks the other methods (tus 1.0.0, X-HTTP-Method-Override).
  app.post(ONE, (c) => {
    const method = c.req.header('X-HTTP-Method-Override')?.toUpperCase() ?? '';
    if (!OVERRIDES.includes(method)) throw methodNotAllowed(c, METHODS[ONE]);
    // A Request for HEAD must not have a body.
    const body = method === 'HEAD' ? { body: null } : {};
    return app.fetch(new Request(c.req.raw, { method, ...body }), c.env, c.executionCtx);
  });
}

/** Refuses methods outside the protocol, which include GET, although Hono passes HEAD to its handlers. */
export function refuseOtherTusMethods(app: App<StorageBindings>): void {
  for (const path of TUS_PATHS) {
    app.use(path, async (c, next) => {
      if (!METHODS[path].includes(c.req.method)) throw methodNotAllowed(c, METHODS[path]);
      await next();
    });
  }
}
