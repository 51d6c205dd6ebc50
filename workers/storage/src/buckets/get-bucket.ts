import type { App } from '@selfdb/shared/http/context';
import { getBucket } from '@selfdb/shared/routes/buckets';
import type { StorageBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import * as service from './service.ts';

export function mountGetBucket(app: App<StorageBindings>): void {
  app.openapi(getBucket, async (c) =>
    c.json(await service.getBucket(callerOf(c), c.req.valid('param').id), 200),
  );
}
