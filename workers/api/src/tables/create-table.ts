import type { App } from '@selfdb/shared/http/context';
import { createTable } from '@selfdb/shared/routes/tables';
import type { ApiBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import * as service from './service.ts';
import { toNewTable } from './table-entry.ts';

export function mountCreateTable(app: App<ApiBindings>): void {
  app.openapi(createTable, async (c) => {
    const table = toNewTable(c.req.valid('json'), c.get('env').PRIVATE_MEANS);
    return c.json(await service.createTable(callerOf(c), table), 201);
  });
}
