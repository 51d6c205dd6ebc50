import { requireToken } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { updateFile } from '@selfdb/shared/routes/files';
import type { StorageBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';

import * as service from './service.ts';

export function mountUpdateFile(app: App<StorageBindings>): void {
  app.openapi({ ...updateFile, middleware: requireToken() }, async (c) =>
    c.json(await service.updateFile(callerOf(c), c.req.valid('param').id, c.req.valid('json')), 200),
  );
}
