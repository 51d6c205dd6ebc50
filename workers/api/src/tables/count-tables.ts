import type { App } from '@selfdb/shared/http/context';
import { countTables } from '@selfdb/shared/routes/tables';
import type { ApiBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import * as service from './service.ts';

export function mountCountTables(app: App<ApiBindings>): void {
  app.openapi(countTables, async (c) =>
    c.json({ count: await service.countTables(callerOf(c), c.req.valid('query').search) }, 200),
  );
}
