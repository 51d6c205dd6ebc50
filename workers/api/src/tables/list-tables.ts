import type { App } from '@selfdb/shared/http/context';
import { listTables } from '@selfdb/shared/routes/tables';
import type { ApiBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import * as service from './service.ts';

export function mountListTables(app: App<ApiBindings>): void {
  app.openapi(listTables, async (c) =>
    c.json(await service.listTables(callerOf(c), c.req.valid('query')), 200),
  );
}
