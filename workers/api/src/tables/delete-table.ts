import type { App } from '@selfdb/shared/http/context';
import { deleteTable } from '@selfdb/shared/routes/tables';
import type { ApiBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import * as service from './service.ts';

export function mountDeleteTable(app: App<ApiBindings>): void {
  app.openapi(deleteTable, async (c) => {
    const { id } = c.req.valid('param');
    const name = await service.deleteTable(callerOf(c), id);
    const message = `The table ${JSON.stringify(name)} was deleted.`;
    return c.json({ status: 'deleted' as const, message, id, name, deleted_id: id }, 200);
  });
}
