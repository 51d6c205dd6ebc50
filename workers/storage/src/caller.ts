import type { Principal } from '@selfdb/shared/auth/principal';
import type { Database } from '@selfdb/shared/db/database';
import type { AppContext } from '@selfdb/shared/http/context';
import type { StorageBindings } from './bindings.ts';

/** Who asks, on which database: what every service takes first. */
export interface Caller {
  db: Database;
  principal: Principal;
}

export function callerOf(c: AppContext<StorageBindings>): Caller {
  return { db: c.get('db'), principal: c.get('principal') };
}
