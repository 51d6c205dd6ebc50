import { type Caller, callerOf } from '@selfdb/server/http/caller/caller';
import type { AppContext } from '@selfdb/server/http/context';
import type { SettingsOf } from '@selfdb/settings';
import type { StorageBindings } from './bindings.ts';

/** A caller, with the settings that the rules of storage need. */
export interface StorageCaller extends Caller {
  env: Pick<
    SettingsOf<'storage'>,
    'PRIVATE_MEANS' | 'STORAGE_MAX_FILE_BYTES' | 'STORAGE_QUOTA_BYTES' | 'STORAGE_UPLOAD_TTL_SECONDS'
  >;
}

export function storageCallerOf(c: AppContext<StorageBindings>): StorageCaller {
  return { ...callerOf(c), env: c.get('env') };
}
