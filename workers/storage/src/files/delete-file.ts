import { requireToken } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { deleteFile } from '@selfdb/shared/routes/files';
import type { StorageBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import { wakeJanitor } from '../janitor/wake.ts';
import * as service from './service.ts';

export function mountDeleteFile(app: App<StorageBindings>): void {
  app.openapi({ ...deleteFile, middleware: requireToken() }, async (c) => {
    await service.deleteFile(callerOf(c), c.req.valid('param').id);
    wakeJanitor(c);
    return c.body(null, 204);
  });
}
