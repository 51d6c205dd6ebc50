import type { App } from '@selfdb/shared/http/context';
import { jsonText } from '@selfdb/shared/http/json-text';
import { listRows } from '@selfdb/shared/routes/rows';
import type { ApiBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import * as service from './service.ts';

export function mountListRows(app: App<ApiBindings>): void {
  app.openapi(listRows, async (c) => {
    const { id } = c.req.valid('param');
    return jsonText(
      c,
      await service.listRows(callerOf(c), c.get('env').SECRET_KEY, id, c.req.valid('query')),
      200,
    );
  });
}
