import type { App } from '@selfdb/shared/http/context';
import { countBuckets } from '@selfdb/shared/routes/buckets';
import type { StorageBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import * as service from './service.ts';

export function mountCountBuckets(app: App<StorageBindings>): void {
  app.openapi(countBuckets, async (c) =>
    c.json({ count: await service.countBuckets(callerOf(c), c.req.valid('query').search) }, 200),
  );
}
