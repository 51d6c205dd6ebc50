import type { SelfDB } from '@selfdb/sdk';
import { queryOptions } from '@tanstack/solid-query';

/** The version, the database and the limits in force. */
export function settingsQuery(sdk: SelfDB) {
  return queryOptions({ queryKey: ['settings', 'system'], queryFn: () => sdk.system.settings() });
}

/** The allowed origins. */
export function corsQuery(sdk: SelfDB) {
  return queryOptions({ queryKey: ['settings', 'cors'], queryFn: () => sdk.system.cors.get() });
}
