import type { Env } from '@selfdb/shared/env';
import type { AppContext } from '@selfdb/shared/http/context';
import type { StorageBindings } from '../bindings.ts';
import type { BlobStore } from './blob-store.ts';
import { createDiskStore } from './disk-store.ts';
import { createS3Store, s3SettingsOf } from './s3-store.ts';

let opened: { env: Env; store: BlobStore } | undefined;

/** The store that STORAGE_BACKEND names, opened once an isolate. Throws an Error that names what is missing. */
export function openStore(env: Env, bindings: StorageBindings): BlobStore {
  if (opened?.env === env) return opened.store;
  opened = { env, store: open(env, bindings) };
  return opened.store;
}

export function storeOf(c: AppContext<StorageBindings>): BlobStore {
  return openStore(c.get('env'), c.env);
}

function open(env: Env, { BLOBS }: StorageBindings): BlobStore {
  if (env.STORAGE_BACKEND === 's3') return createS3Store(s3SettingsOf(env));
  if (!BLOBS) throw new Error('STORAGE_BACKEND is disk, but the binding BLOBS is missing');
  return createDiskStore(BLOBS);
}
