import type { App } from '@selfdb/shared/http/context';
import { jsonText } from '@selfdb/shared/http/json-text';
import { getTableSql } from '@selfdb/shared/routes/tables';
import type { ApiBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import * as service from './service.ts';

export function mountGetTableSql(app: App<ApiBindings>): void {
  app.openapi(getTableSql, async (c) =>
    jsonText(c, `{"sql":${await service.getTablePart(callerOf(c), c.req.valid('param').id, 'sql')}}`, 200),
  );
}
