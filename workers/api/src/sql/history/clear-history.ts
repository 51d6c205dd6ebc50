import { requireToken } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { clearSqlHistory } from '@selfdb/shared/routes/sql';
import type { ApiBindings } from '../../bindings.ts';
import { callerOf } from '../../caller.ts';
import { clearHistory } from './service.ts';

export function mountClearSqlHistory(app: App<ApiBindings>): void {
  app.openapi({ ...clearSqlHistory, middleware: requireToken() }, async (c) => {
    await clearHistory(callerOf(c));
    return c.body(null, 204);
  });
}
