import type { App } from '@selfdb/shared/http/context';
import { getFile } from '@selfdb/shared/routes/files';
import type { StorageBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';

import * as service from './service.ts';

export function mountGetFile(app: App<StorageBindings>): void {
  app.openapi(getFile, async (c) => c.json(await service.getFile(callerOf(c), c.req.valid('param').id), 200));
}
