import { requireToken } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { listSqlSnippets } from '@selfdb/shared/routes/sql';
import type { ApiBindings } from '../../bindings.ts';
import { callerOf } from '../../caller.ts';
import { listSnippets } from './service.ts';

export function mountListSqlSnippets(app: App<ApiBindings>): void {
  app.openapi({ ...listSqlSnippets, middleware: requireToken() }, async (c) =>
    c.json(await listSnippets(callerOf(c), c.req.valid('query')), 200),
  );
}
