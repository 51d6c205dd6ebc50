import type { App } from '@selfdb/shared/http/context';
import { deleteTable } from '@selfdb/shared/routes/tables';
import type { ApiBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import * as service from './service.ts';

export function mountDeleteTable(app: App<ApiBindings>): void {
  app.openapi(deleteTable, async (c) => {
    await service.deleteTable(callerOf(c), c.req.valid('param').id);
    return c.body(null, 204);
  });
}
