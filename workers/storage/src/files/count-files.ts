import type { App } from '@selfdb/shared/http/context';
import { countFiles } from '@selfdb/shared/routes/files';
import type { StorageBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';

import * as service from './service.ts';

export function mountCountFiles(app: App<StorageBindings>): void {
  app.openapi(countFiles, async (c) => {
    const { bucket_id, search } = c.req.valid('query');
    return c.json({ count: await service.countFiles(callerOf(c), bucket_id, search) }, 200);
  });
}
