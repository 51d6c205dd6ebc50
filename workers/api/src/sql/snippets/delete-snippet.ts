import { requireToken } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { deleteSqlSnippet } from '@selfdb/shared/routes/sql';
import type { ApiBindings } from '../../bindings.ts';
import { callerOf } from '../../caller.ts';
import { deleteSnippet } from './service.ts';

export function mountDeleteSqlSnippet(app: App<ApiBindings>): void {
  app.openapi({ ...deleteSqlSnippet, middleware: requireToken() }, async (c) => {
    await deleteSnippet(callerOf(c), c.req.valid('param').id);
    return c.body(null, 204);
  });
}
