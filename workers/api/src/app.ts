import { authenticate, requireApiKey } from '@selfdb/server/http/caller/authenticate';
import { markDepth } from '@selfdb/server/http/caller/call-depth';
import { clientAddress } from '@selfdb/server/http/caller/client-address';
import { mountGetMe } from '@selfdb/server/http/caller/get-me';
import { requireDeclaredToken } from '@selfdb/server/http/caller/require-declared-token';
import { takeShare } from '@selfdb/server/http/caller/take-share';
import { allowOrigins } from '@selfdb/server/http/cors';
import { createApp } from '@selfdb/server/http/create-app';
import { forward } from '@selfdb/server/http/internal';
import { refuseOtherMethods } from '@selfdb/server/http/methods';
import { readBody } from '@selfdb/server/http/request/read-body';
import type { ApiBindings } from './bindings.ts';
import { mountCors } from './cors/routes.ts';
import { originsFor } from './cors/service.ts';
import { serveFunctionsHost } from './functions-host.ts';
import { mountRows } from './rows/routes.ts';
import { mountSql } from './sql/routes.ts';
import { mountAudit } from './system/audit/routes.ts';
import { mountDocs } from './system/docs.ts';
import { mountOpenSystem, mountSystem } from './system/routes.ts';
import { mountTables } from './tables/routes.ts';

/** The public API: routes that it forwards unchanged, routes open to all, and routes that need the API key. */
export function createApiApp() {
  const app = createApp<ApiBindings>('api', allowOrigins(originsFor));

  app.use(serveFunctionsHost);
  mountGetMe(app);
  app.all('/users/*', (c) => forward(c, c.env.AUTH));
  app.all('/storage/*', (c) => forward(c, c.env.STORAGE));
  app.all('/realtime/*', (c) => forward(c, c.env.REALTIME));
  app.all('/backups/*', (c) => forward(c, c.env.BACKUP));
  app.all('/functions/:name/invoke', (c) => forward(c, c.env.FUNCTIONS_EDGE));
  app.all('/functions/:name/invoke/*', (c) => forward(c, c.env.FUNCTIONS_EDGE));
  app.all('/functions/*', (c) => forward(c, c.env.FUNCTIONS));
  app.all('/webhooks/in/*', (c) => forward(c, c.env.FUNCTIONS_EDGE));
  app.all('/webhooks/trigger/*', (c) => forward(c, c.env.FUNCTIONS_EDGE));
  app.all('/webhooks/*', (c) => forward(c, c.env.FUNCTIONS));

  mountOpenSystem(app);
  mountDocs(app);

  app.use(requireApiKey());
  app.use(authenticate(clientAddress));
  app.use(takeShare(clientAddress));
  app.use(markDepth());
  app.use(refuseOtherMethods(app));
  app.use(requireDeclaredToken(app));
  app.use(readBody());

  mountSystem(app);
  mountCors(app);
  mountAudit(app);
  mountTables(app);
  mountRows(app);
  mountSql(app);
  return app;
}
