import type { Principal } from '@selfdb/server/auth/principal';
import type { Database } from '@selfdb/server/db/database';
import type { GrowthLimits } from '@selfdb/server/growth/require-small';
import type { AppContext } from '@selfdb/server/http/context';
import type { ApiBindings } from './bindings.ts';

/** What a service needs of a request: its first argument. */
export interface RequestContext {
  db: Database;
  principal: Principal;
  growth: GrowthLimits;
  /** Sends the client a cursor of the change feed that its write comes before. */
  sendCursor(cursor: string | undefined): void;
}

export function contextOf(c: AppContext<ApiBindings>): RequestContext {
  const { MAX_NUMERIC_DIGITS, MAX_BODY_BYTES } = c.get('env');
  return {
    db: c.get('db'),
    growth: { maxNumericDigits: MAX_NUMERIC_DIGITS, maxGainedCharacters: MAX_BODY_BYTES },
    principal: c.get('principal'),
    sendCursor: (cursor) => {
      if (cursor !== undefined) c.header('X-SelfDB-Cursor', cursor);
    },
  };
}
