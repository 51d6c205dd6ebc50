import type { App } from '@selfdb/shared/http/context';
import { jsonText } from '@selfdb/shared/http/json-text';
import { insertRows } from '@selfdb/shared/routes/rows';
import type { ApiBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import * as service from './service.ts';
import { readRows } from './statement/write-values.ts';

export function mountInsertRows(app: App<ApiBindings>): void {
  app.openapi(insertRows, async (c) => {
    const { id } = c.req.valid('param');
    const input = readRows(await c.req.text(), c.req.valid('json'));
    return jsonText(
      c,
      await service.insertRows(callerOf(c), id, input, c.req.valid('query').on_conflict),
      201,
    );
  });
}
