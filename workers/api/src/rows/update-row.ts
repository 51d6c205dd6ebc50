import type { App } from '@selfdb/shared/http/context';
import { jsonText } from '@selfdb/shared/http/json-text';
import { updateRow } from '@selfdb/shared/routes/rows';
import type { ApiBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import * as service from './service.ts';
import { readOneRow } from './statement/write-values.ts';

export function mountUpdateRow(app: App<ApiBindings>): void {
  app.openapi(updateRow, async (c) => {
    const { id, row_id } = c.req.valid('param');
    const key = { tableId: id, rowId: row_id, idColumn: c.req.valid('query').id_column };
    const input = readOneRow(await c.req.text(), c.req.valid('json'));
    return jsonText(c, await service.updateRow(callerOf(c), key, input), 200);
  });
}
