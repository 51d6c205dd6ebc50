import type { App } from '@selfdb/shared/http/context';
import { deleteRow } from '@selfdb/shared/routes/rows';
import type { ApiBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import * as service from './service.ts';

export function mountDeleteRow(app: App<ApiBindings>): void {
  app.openapi(deleteRow, async (c) => {
    const { id, row_id } = c.req.valid('param');
    await service.deleteRow(callerOf(c), {
      tableId: id,
      rowId: row_id,
      idColumn: c.req.valid('query').id_column,
    });
    const deleted = { message: 'The row was deleted.', id: row_id, table_id: id, row_id, deleted_id: row_id };
    return c.json({ status: 'deleted' as const, ...deleted }, 200);
  });
}
