import { auditKey } from '@selfdb/server/auth/audit-key';
import type { GrowthLimits } from '@selfdb/server/growth/require-small';
import { type Caller, callerOf } from '@selfdb/server/http/caller/caller';
import type { AppContext } from '@selfdb/server/http/context';
import type { ApiBindings } from './bindings.ts';

/** What a service needs of a request: its first argument. */
export interface RequestContext extends Caller {
  growth: GrowthLimits;
  /** Shows the database that an entry of the audit log comes from this worker. */
  auditKey(): Promise<string>;
  /** Sends the client a cursor of the change feed that its write comes before. */
  sendCursor(cursor: string | undefined): void;
}

export function contextOf(c: AppContext<ApiBindings>): RequestContext {
  const { MAX_NUMERIC_DIGITS, MAX_BODY_BYTES, SECRET_KEY } = c.get('env');
  return {
    ...callerOf(c),
    growth: { maxNumericDigits: MAX_NUMERIC_DIGITS, maxGainedCharacters: MAX_BODY_BYTES },
    auditKey: () => auditKey(SECRET_KEY),
    sendCursor: (cursor) => {
      if (cursor !== undefined) c.header('X-SelfDB-Cursor', cursor);
    },
  };
}
