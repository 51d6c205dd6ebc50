import type { App } from '@selfdb/shared/http/context';
import { getTable } from '@selfdb/shared/routes/tables';
import type { ApiBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import * as service from './service.ts';

export function mountGetTable(app: App<ApiBindings>): void {
  app.openapi(getTable, async (c) =>
    c.json(await service.getTable(callerOf(c), c.req.valid('param').id), 200),
  );
}
