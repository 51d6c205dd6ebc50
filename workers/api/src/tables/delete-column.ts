import type { App } from '@selfdb/shared/http/context';
import { deleteColumn } from '@selfdb/shared/routes/tables';
import type { ApiBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import * as service from './service.ts';

export function mountDeleteColumn(app: App<ApiBindings>): void {
  app.openapi(deleteColumn, async (c) => {
    const { id, column } = c.req.valid('param');
    return c.json(await service.deleteColumn(callerOf(c), id, column), 200);
  });
}
