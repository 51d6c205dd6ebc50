import { requireToken } from '@selfdb/server/http/caller/authenticate';
import { callerOf } from '@selfdb/server/http/caller/caller';
import type { App } from '@selfdb/server/http/context';
import * as routes from '@selfdb/shared/cors/routes';
import type { ApiBindings } from '../bindings.ts';
import { getCors, setCors } from './service.ts';

export function mountCors(app: App<ApiBindings>): void {
  app.openapi({ ...routes.getCors, middleware: requireToken() }, async (c) =>
    c.json(await getCors(callerOf(c), c.get('env').CORS_ORIGINS, c.req.valid('query').origin), 200),
  );
  app.openapi({ ...routes.setCors, middleware: requireToken() }, async (c) =>
    c.json(await setCors(callerOf(c), c.get('env').CORS_ORIGINS, c.req.valid('json').origins), 200),
  );
}
