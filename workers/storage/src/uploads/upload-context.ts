import type { AppContext } from '@selfdb/server/http/context';
import type { StorageBindings } from '../bindings.ts';
import type { BlobStore } from '../blobs/blob-store.ts';
import { storeOf } from '../blobs/open-store.ts';
import { type StorageCaller, storageCallerOf } from '../storage-caller.ts';

/** What an upload needs besides its bytes: the caller, the settings and the store. */
export interface UploadContext extends StorageCaller {
  store: BlobStore;
}

export function uploadContextOf(c: AppContext<StorageBindings>): UploadContext {
  return { ...storageCallerOf(c), store: storeOf(c) };
}
