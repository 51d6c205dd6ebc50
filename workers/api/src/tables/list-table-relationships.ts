import type { App } from '@selfdb/shared/http/context';
import { jsonText } from '@selfdb/shared/http/json-text';
import { listTableRelationships } from '@selfdb/shared/routes/tables';
import type { ApiBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import * as service from './service.ts';

export function mountListTableRelationships(app: App<ApiBindings>): void {
  app.openapi(listTableRelationships, async (c) =>
    jsonText(c, await service.getTablePart(callerOf(c), c.req.valid('param').id, 'relationships'), 200),
  );
}
