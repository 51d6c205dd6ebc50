import { requireToken } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { countAllFiles } from '@selfdb/shared/routes/files';
import type { StorageBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';

import * as service from './service.ts';

export function mountCountAllFiles(app: App<StorageBindings>): void {
  app.openapi({ ...countAllFiles, middleware: requireToken() }, async (c) =>
    c.json({ count: (await service.getStats(callerOf(c))).total_files }, 200),
  );
}
