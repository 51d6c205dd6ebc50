import type { App } from '@selfdb/shared/http/context';
import { updateColumn } from '@selfdb/shared/routes/tables';
import type { ApiBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import * as service from './service.ts';

export function mountUpdateColumn(app: App<ApiBindings>): void {
  app.openapi(updateColumn, async (c) => {
    const { id, column } = c.req.valid('param');
    return c.json(await service.updateColumn(callerOf(c), id, column, c.req.valid('json')), 200);
  });
}
