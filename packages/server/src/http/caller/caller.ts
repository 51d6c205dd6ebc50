import type { Principal } from '../../auth/principal.ts';
import type { Database } from '../../db/database.ts';
import type { AppContext, Bindings } from '../context.ts';

/** The principal of a request and their database: the first argument of every service. */
export interface Caller {
  db: Database;
  principal: Principal;
}

export function callerOf<B extends Bindings>(c: AppContext<B>): Caller {
  return { db: c.get('db'), principal: c.get('principal') };
}
