import type { App } from '@selfdb/shared/http/context';
import { getFileStats } from '@selfdb/shared/routes/files';
import type { StorageBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';

import * as service from './service.ts';

export function mountGetFileStats(app: App<StorageBindings>): void {
  app.openapi(getFileStats, async (c) => c.json(await service.getStats(callerOf(c)), 200));
}
