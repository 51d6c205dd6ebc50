import type { App } from '@selfdb/shared/http/context';
import { listFiles } from '@selfdb/shared/routes/files';
import type { StorageBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';

import * as service from './service.ts';

export function mountListFiles(app: App<StorageBindings>): void {
  app.openapi(listFiles, async (c) =>
    c.json(await service.listFiles(callerOf(c), c.req.valid('query')), 200),
  );
}
