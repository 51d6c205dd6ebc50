import { isFull, S3Failure } from '@selfdb/s3/failure';
import { storeFull, storeUnavailable } from './blob-store.ts';

/** For `catch`: replaces an S3Failure by the AppError that `BlobStore` promises, and throws anything else as it is. */
export function throwStoreError(error: unknown): never {
  if (!(error instanceof S3Failure)) throw error;
  throw isFull(error) ? storeFull(error) : storeUnavailable(error);
}
