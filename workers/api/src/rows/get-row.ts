import type { App } from '@selfdb/shared/http/context';
import { jsonText } from '@selfdb/shared/http/json-text';
import { getRow } from '@selfdb/shared/routes/rows';
import type { ApiBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import * as service from './service.ts';

export function mountGetRow(app: App<ApiBindings>): void {
  app.openapi(getRow, async (c) => {
    const { id, row_id } = c.req.valid('param');
    const idColumn = c.req.valid('query').id_column;
    return jsonText(c, await service.getRow(callerOf(c), { tableId: id, rowId: row_id, idColumn }), 200);
  });
}
