import type { SelfDB } from '@selfdb/sdk';
import { queryOptions } from '@tanstack/solid-query';
import pLimit from 'p-limit';
import type { StorageFile } from '../queries.ts';

/** A browser opens six connections to a host. Some stay free for what a person does meanwhile. */
const slots = pLimit(3);

type ImageFile = Pick<StorageFile, 'id' | 'etag' | 'bucket_name' | 'path'>;

/** The bytes of an image, a few images at a time. Its ETag is in the key, so that a replaced file is read anew. */
export function thumbnailQuery(sdk: SelfDB, { id, etag, bucket_name, path }: ImageFile) {
  return queryOptions({
    // Not below the key of what a change makes the page read again.
    queryKey: ['storage-image', id, etag],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
    queryFn: ({ signal }) =>
      slots(() => {
        // Its tile may be out of sight by now.
        signal.throwIfAborted();
        return sdk.storage.files.downloadBlob({ bucketName: bucket_name, path, signal });
      }),
  });
}
