import type { App } from '@selfdb/shared/http/context';
import { updateRows } from '@selfdb/shared/routes/rows';
import type { ApiBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import * as service from './service.ts';
import { readOneRow } from './statement/write-values.ts';

export function mountUpdateRows(app: App<ApiBindings>): void {
  app.openapi(updateRows, async (c) => {
    const { id } = c.req.valid('param');
    const input = readOneRow(await c.req.text(), c.req.valid('json'));
    const count = await service.updateRows(callerOf(c), id, c.req.valid('query').filter, input);
    return c.json({ count }, 200);
  });
}
