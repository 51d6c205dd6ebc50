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
    const deleted = { message, id, name, table_id: id, deleted_id: id };
    return c.json({ status: 'deleted' as const, ...deleted }, 200);
  });
}
