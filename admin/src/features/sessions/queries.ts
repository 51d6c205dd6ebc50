import type { SelfDB } from '@selfdb/sdk';
import { queryOptions } from '@tanstack/solid-query';

const MAX_SESSIONS = 1000;

/** Where a user is signed in. */
export function sessionsQuery(sdk: SelfDB, userId: string) {
  return queryOptions({
    queryKey: ['users', 'sessions', userId],
    queryFn: () => sdk.auth.users.sessions.list(userId, { limit: MAX_SESSIONS }),
  });
}
