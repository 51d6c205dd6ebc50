import { requireToken } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { deleteBucket } from '@selfdb/shared/routes/buckets';
import type { StorageBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import { wakeJanitor } from '../janitor/wake.ts';
import * as service from './service.ts';

export function mountDeleteBucket(app: App<StorageBindings>): void {
  app.openapi({ ...deleteBucket, middleware: requireToken() }, async (c) => {
    await service.deleteBucket(callerOf(c), c.req.valid('param').id);
    wakeJanitor(c);
    return c.body(null, 204);
  });
}
