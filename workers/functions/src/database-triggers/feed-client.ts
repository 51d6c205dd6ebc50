import { internalHeaders } from '@selfdb/server/http/internal';
import { FEED_CHANGES_PATH, FeedChanges } from '@selfdb/shared/realtime/feed-changes';
import type { FunctionsBindings } from '../bindings.ts';

/** How long the feed waits for the first change. */
const WAIT_MS = 2000;
const TIMEOUT_MS = 15_000;

export interface FeedQuestion {
  since: string;
  relids: number[];
  /** Whether the feed waits for the first change. */
  waits: boolean;
  /** Get nothing if the rights of this user or of a table have changed since. */
  userId?: string;
}

/**
 * What comes after a cursor of the change feed in these tables, as soon as there is something, or nothing after two seconds.
 * Undefined where there is no feed. Throws if the feed does not answer.
 */
export async function pollFeed(
  { FEED_SERVICE }: FunctionsBindings,
  internalSecret: string,
  { since, relids, waits, userId }: FeedQuestion,
): Promise<FeedChanges | undefined> {
  if (!FEED_SERVICE) return undefined;
  const query = new URLSearchParams({
    since,
    relids: relids.join(','),
    wait_ms: waits ? String(WAIT_MS) : '0',
  });
  if (userId !== undefined) query.set('user', userId);
  const response = await FEED_SERVICE.fetch(`http://feed${FEED_CHANGES_PATH}?${query}`, {
    headers: await internalHeaders(internalSecret),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`the feed answered ${response.status}`);
  return FeedChanges.parse(await response.json());
}
