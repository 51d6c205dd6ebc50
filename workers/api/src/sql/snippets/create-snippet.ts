import { requireToken } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { createSqlSnippet } from '@selfdb/shared/routes/sql';
import type { ApiBindings } from '../../bindings.ts';
import { callerOf } from '../../caller.ts';
import { createSnippet } from './service.ts';

export function mountCreateSqlSnippet(app: App<ApiBindings>): void {
  app.openapi({ ...createSqlSnippet, middleware: requireToken() }, async (c) =>
    c.json(await createSnippet(callerOf(c), c.req.valid('json')), 201),
  );
}
