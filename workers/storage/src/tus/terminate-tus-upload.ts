import type { App } from '@selfdb/shared/http/context';
import { terminateTusUpload } from '@selfdb/shared/routes/tus';
import type { StorageBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import { wakeJanitor } from '../janitor/wake.ts';
import * as service from './service.ts';

export function mountTerminateTusUpload(app: App<StorageBindings>): void {
  app.openapi(terminateTusUpload, async (c) => {
    await service.terminateUpload(callerOf(c), c.req.valid('param').id);
    wakeJanitor(c);
    return c.body(null, 204);
  });
}
