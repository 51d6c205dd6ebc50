import type { App } from '@selfdb/shared/http/context';
import { updateTable } from '@selfdb/shared/routes/tables';
import type { ApiBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import * as service from './service.ts';
import { toTableChange } from './table-entry.ts';

export function mountUpdateTable(app: App<ApiBindings>): void {
  app.openapi(updateTable, async (c) => {
    const change = toTableChange(c.req.valid('json'), c.get('env').PRIVATE_MEANS);
    return c.json(await service.updateTable(callerOf(c), c.req.valid('param').id, change), 200);
  });
}
