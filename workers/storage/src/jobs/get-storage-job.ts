import { requireToken } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { getStorageJob } from '@selfdb/shared/routes/files';
import type { StorageBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';

import * as service from './service.ts';

export function mountGetStorageJob(app: App<StorageBindings>): void {
  app.openapi({ ...getStorageJob, middleware: requireToken() }, async (c) =>
    c.json(await service.getJob(callerOf(c), c.req.valid('param').id), 200),
  );
}
