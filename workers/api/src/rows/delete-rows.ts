import type { App } from '@selfdb/shared/http/context';
import { deleteRows } from '@selfdb/shared/routes/rows';
import type { ApiBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import * as service from './service.ts';

export function mountDeleteRows(app: App<ApiBindings>): void {
  app.openapi(deleteRows, async (c) => {
    const { id } = c.req.valid('param');
    const count = await service.deleteRows(callerOf(c), id, c.req.valid('query').filter);
    return c.json({ count }, 200);
  });
}
