import type { App } from '@selfdb/shared/http/context';
import { countAllFiles } from '@selfdb/shared/routes/files';
import type { StorageBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';

import * as service from './service.ts';

export function mountCountAllFiles(app: App<StorageBindings>): void {
  app.openapi(countAllFiles, async (c) => {
    const { search } = c.req.valid('query');
    return c.json({ count: await service.countFiles(callerOf(c), undefined, search) }, 200);
  });
}
