import type { App } from '@selfdb/shared/http/context';
import { addColumn } from '@selfdb/shared/routes/tables';
import type { ApiBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import * as service from './service.ts';

export function mountAddColumn(app: App<ApiBindings>): void {
  app.openapi(addColumn, async (c) =>
    c.json(await service.addColumn(callerOf(c), c.req.valid('param').id, c.req.valid('json')), 200),
  );
}
