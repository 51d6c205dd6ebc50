import type { App } from '@selfdb/shared/http/context';
import { listBuckets } from '@selfdb/shared/routes/buckets';
import type { StorageBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import * as service from './service.ts';

export function mountListBuckets(app: App<StorageBindings>): void {
  app.openapi(listBuckets, async (c) =>
    c.json(await service.listBuckets(callerOf(c), c.req.valid('query')), 200),
  );
}
