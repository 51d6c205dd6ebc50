import type { App } from '@selfdb/shared/http/context';
import { createTable } from '@selfdb/shared/routes/tables';
import type { ApiBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import * as service from './service.ts';

export function mountCreateTable(app: App<ApiBindings>): void {
  app.openapi(createTable, async (c) =>
    c.json(await service.createTable(callerOf(c), c.req.valid('json')), 201),
  );
}
