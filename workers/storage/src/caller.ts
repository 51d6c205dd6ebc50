import type { Principal } from '@selfdb/server/auth/principal';
import type { Database } from '@selfdb/server/db/database';
import type { AppContext } from '@selfdb/server/http/context';
import type { SettingsOf } from '@selfdb/settings';
import type { StorageBindings } from './bindings.ts';

/** The first argument of every service: the principal, the database and the settings. */
export interface Caller {
  db: Database;
  principal: Principal;
  env: Pick<
    SettingsOf<'storage'>,
    'PRIVATE_MEANS' | 'STORAGE_MAX_FILE_BYTES' | 'STORAGE_QUOTA_BYTES' | 'STORAGE_UPLOAD_TTL_SECONDS'
  >;
}

export function callerOf(c: AppContext<StorageBindings>): Caller {
  return { db: c.get('db'), principal: c.get('principal'), env: c.get('env') };
}
