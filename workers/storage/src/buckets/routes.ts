import { requireToken } from '@selfdb/server/http/caller/authenticate';
import { callerOf } from '@selfdb/server/http/caller/caller';
import type { App } from '@selfdb/server/http/context';
import * as contracts from '@selfdb/shared/buckets/routes';
import type { StorageBindings } from '../bindings.ts';
import { wakeJanitor } from '../janitor/wake.ts';
import { storageCallerOf } from '../storage-caller.ts';
import * as service from './service.ts';

/** `/storage/buckets`. Fixed paths come before `/storage/buckets/{id}`, which would match them. */
export function mountBuckets(app: App<StorageBindings>): void {
  app.openapi(contracts.listBuckets, async (c) =>
    c.json(await service.listBuckets(callerOf(c), c.req.valid('query')), 200),
  );

  app.openapi(contracts.countBuckets, async (c) =>
    c.json({ count: await service.countBuckets(callerOf(c), c.req.valid('query').search) }, 200),
  );

  app.openapi({ ...contracts.createBucket, middleware: requireToken() }, async (c) => {
    const bucket = await service.createBucket(storageCallerOf(c), c.req.valid('json'));
    return c.json(bucket, 201, { Location: `/storage/buckets/${bucket.id}` });
  });

  app.openapi(contracts.getBucket, async (c) =>
    c.json(await service.getBucket(callerOf(c), c.req.valid('param').id), 200),
  );

  app.openapi({ ...contracts.updateBucket, middleware: requireToken() }, async (c) =>
    c.json(await service.updateBucket(storageCallerOf(c), c.req.valid('param').id, c.req.valid('json')), 200),
  );

  app.openapi({ ...contracts.deleteBucket, middleware: requireToken() }, async (c) => {
    await service.deleteBucket(callerOf(c), c.req.valid('param').id);
    wakeJanitor(c);
    return c.body(null, 204);
  });
}
