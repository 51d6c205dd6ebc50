import { authenticate, requireApiKey } from '@selfdb/shared/http/authenticate';
import { limitBody } from '@selfdb/shared/http/body-limit';
import { createApp } from '@selfdb/shared/http/create-app';
import { forward } from '@selfdb/shared/http/internal';
import { readJsonBody } from '@selfdb/shared/http/json-body';
import type { ApiBindings } from './bindings.ts';
import { mountRows } from './rows/index.ts';
import { mountSql } from './sql/index.ts';
import { mountDocs } from './system/docs.ts';
import { mountOpenSystem, mountSystem } from './system/index.ts';
import { mountTables } from './tables/index.ts';

/** The public door: what it forwards untouched, what is open to all, and what needs the API key. */
export function createApiApp() {
  const app = createApp<ApiBindings>('api');

  app.all('/users/*', (c) => forward(c, c.env.AUTH));

  mountOpenSystem(app);
  mountDocs(app);

  app.use(requireApiKey());
  app.use(authenticate());
  app.use(limitBody());
  app.use(readJsonBody());

  mountSystem(app);
  mountTables(app);
  mountRows(app);
  mountSql(app);
  return app;
}
