import { requireToken } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { updateBucket } from '@selfdb/shared/routes/buckets';
import type { StorageBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import * as service from './service.ts';

export function mountUpdateBucket(app: App<StorageBindings>): void {
  app.openapi({ ...updateBucket, middleware: requireToken() }, async (c) =>
    c.json(await service.updateBucket(callerOf(c), c.req.valid('param').id, c.req.valid('json')), 200),
  );
}
