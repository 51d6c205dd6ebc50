import type { App } from '@selfdb/shared/http/context';
import { updateTable } from '@selfdb/shared/routes/tables';
import type { ApiBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import * as service from './service.ts';

export function mountUpdateTable(app: App<ApiBindings>): void {
  app.openapi(updateTable, async (c) =>
    c.json(await service.updateTable(callerOf(c), c.req.valid('param').id, c.req.valid('json')), 200),
  );
}
