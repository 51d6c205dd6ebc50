import { requireToken } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { createBucket } from '@selfdb/shared/routes/buckets';
import type { StorageBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import * as service from './service.ts';

export function mountCreateBucket(app: App<StorageBindings>): void {
  app.openapi({ ...createBucket, middleware: requireToken() }, async (c) => {
    const bucket = await service.createBucket(callerOf(c), c.req.valid('json'));
    return c.json(bucket, 201, { Location: `/storage/buckets/${bucket.id}` });
  });
}
