import { requireToken } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { updateSqlSnippet } from '@selfdb/shared/routes/sql';
import type { ApiBindings } from '../../bindings.ts';
import { callerOf } from '../../caller.ts';
import { updateSnippet } from './service.ts';

export function mountUpdateSqlSnippet(app: App<ApiBindings>): void {
  app.openapi({ ...updateSqlSnippet, middleware: requireToken() }, async (c) => {
    const { id } = c.req.valid('param');
    return c.json(await updateSnippet(callerOf(c), id, c.req.valid('json')), 200);
  });
}
