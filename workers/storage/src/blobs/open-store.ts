import { s3SettingsOf } from '@selfdb/s3/settings';
import type { AppContext } from '@selfdb/server/http/context';
import type { SettingsOf } from '@selfdb/settings';
import type { StorageBindings } from '../bindings.ts';
import type { BlobStore } from './blob-store.ts';
import { createDiskStore } from './disk-store.ts';
import { createS3Store } from './s3-store.ts';

let opened: { env: SettingsOf<'storage'>; store: BlobStore } | undefined;

/** The store that STORAGE_BACKEND names, opened once per isolate. Throws an Error that names what is missing. */
export function openStore(env: SettingsOf<'storage'>, bindings: StorageBindings): BlobStore {
  if (opened?.env === env) return opened.store;
  opened = { env, store: open(env, bindings) };
  return opened.store;
}

export function storeOf(c: AppContext<StorageBindings>): BlobStore {
  return openStore(c.get('env'), c.env);
}

function open(env: SettingsOf<'storage'>, { BLOBS }: StorageBindings): BlobStore {
  if (env.STORAGE_BACKEND === 's3') return createS3Store(s3SettingsOf(env));
  if (BLOBS) return createDiskStore(BLOBS);
  if (env.BLOBS_URL) return createDiskStore(directoryAt(env.BLOBS_URL, env.INTERNAL_SECRET));
  throw new Error('STORAGE_BACKEND is disk, but the binding BLOBS is missing');
}

/** A directory that another process serves (selfhost/blobs.js), under `wrangler dev`. */
function directoryAt(url: string, secret: string): Pick<Fetcher, 'fetch'> {
  return {
    fetch(input: RequestInfo | URL, init: RequestInit = {}) {
      const headers = new Headers(init.headers);
      headers.set('X-SelfDB-Blobs', secret);
      return fetch(new URL(new URL(String(input)).pathname, url), { ...init, headers });
    },
  };
}
