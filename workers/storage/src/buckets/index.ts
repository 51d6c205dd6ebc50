import type { App } from '@selfdb/shared/http/context';
import type { StorageBindings } from '../bindings.ts';
import { mountCountBuckets } from './count-buckets.ts';
import { mountCreateBucket } from './create-bucket.ts';
import { mountDeleteBucket } from './delete-bucket.ts';
import { mountGetBucket } from './get-bucket.ts';
import { mountListBuckets } from './list-buckets.ts';
import { mountUpdateBucket } from './update-bucket.ts';

/** `/storage/buckets`. Fixed paths before `/storage/buckets/{id}`, which would match them. */
export function mountBuckets(app: App<StorageBindings>): void {
  mountListBuckets(app);
  mountCountBuckets(app);
  mountCreateBucket(app);
  mountGetBucket(app);
  mountUpdateBucket(app);
  mountDeleteBucket(app);
}
