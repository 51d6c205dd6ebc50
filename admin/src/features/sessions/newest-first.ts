import type { UserSession } from '@selfdb/sdk';

/** The session that asks, then the others, the last used first. */
export function newestFirst(sessions: readonly UserSession[]): UserSession[] {
  return sessions.toSorted(
    (a, b) =>
      Number(b.current) - Number(a.current) || Date.parse(b.last_used_at) - Date.parse(a.last_used_at),
  );
}
