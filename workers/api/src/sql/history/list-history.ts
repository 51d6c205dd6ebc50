import { requireToken } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { listSqlHistory } from '@selfdb/shared/routes/sql';
import type { ApiBindings } from '../../bindings.ts';
import { callerOf } from '../../caller.ts';
import { listHistory } from './service.ts';

export function mountListSqlHistory(app: App<ApiBindings>): void {
  app.openapi({ ...listSqlHistory, middleware: requireToken() }, async (c) =>
    c.json(await listHistory(callerOf(c), c.req.valid('query')), 200),
  );
}
