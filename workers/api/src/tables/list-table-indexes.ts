import type { App } from '@selfdb/shared/http/context';
import { jsonText } from '@selfdb/shared/http/json-text';
import { listTableIndexes } from '@selfdb/shared/routes/tables';
import type { ApiBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import * as service from './service.ts';

export function mountListTableIndexes(app: App<ApiBindings>): void {
  app.openapi(listTableIndexes, async (c) =>
    jsonText(c, await service.getTablePart(callerOf(c), c.req.valid('param').id, 'indexes'), 200),
  );
}
