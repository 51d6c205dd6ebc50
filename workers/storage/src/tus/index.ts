import type { App } from '@selfdb/shared/http/context';
import { methodNotAllowed } from '@selfdb/shared/http/methods';
import { createTusUpload } from '@selfdb/shared/routes/tus';
import type { StorageBindings } from '../bindings.ts';
import { mountAppendTusUpload } from './append-tus-upload.ts';
import { mountCreateTusUpload } from './create-tus-upload.ts';
import { speaksTus, tusHeaders, VERSION } from './protocol.ts';
import { mountReadTusUpload } from './read-tus-upload.ts';
import { mountTerminateTusUpload } from './terminate-tus-upload.ts';

const BASE = createTusUpload.path;
const ONE = `${BASE}/:id` as const;
const PATHS = [BASE, ONE] as const;
const OVERRIDES = ['PATCH', 'DELETE', 'HEAD'];
const METHODS = {
  [BASE]: ['POST', 'OPTIONS'],
  [ONE]: ['HEAD', 'POST', 'PATCH', 'DELETE', 'OPTIONS'],
};

/** What the protocol can do, without key or token: a client asks before it has any. */
export function mountOpenTus(app: App<StorageBindings>): void {
  for (const path of PATHS) {
    app.options(path, (c) => c.body(null, 204, tusHeaders(c.get('env').STORAGE_MAX_FILE_BYTES)));
    // On every answer, that to a request without a key too.
    app.use(path, async (c, next) => {
      c.header('Tus-Resumable', VERSION);
      await next();
    });
  }
  // For clients whose way does not let the other methods through (X-HTTP-Method-Override).
  app.post(ONE, (c) => {
    const method = c.req.header('X-HTTP-Method-Override')?.toUpperCase() ?? '';
    if (!OVERRIDES.includes(method)) throw methodNotAllowed(c, METHODS[ONE]);
    // A body that comes with HEAD nobody reads, and no request for HEAD may have one.
    const body = method === 'HEAD' ? { body: null } : {};
    return app.fetch(new Request(c.req.raw, { method, ...body }), c.env, c.executionCtx);
  });
}

/** Refuses a method that is none of the protocol's. GET is none, although Hono gives HEAD to its handlers. */
export function refuseOtherTusMethods(app: App<StorageBindings>): void {
  for (const path of PATHS) {
    app.use(path, async (c, next) => {
      if (!METHODS[path].includes(c.req.method)) throw methodNotAllowed(c, METHODS[path]);
      await next();
    });
  }
}

/** Resumable uploads: tus 1.0.0 (https://tus.io/protocols/resumable-upload). */
export function mountTus(app: App<StorageBindings>): void {
  for (const path of PATHS) app.use(path, speaksTus);
  mountCreateTusUpload(app);
  mountReadTusUpload(app);
  mountAppendTusUpload(app);
  mountTerminateTusUpload(app);
}
