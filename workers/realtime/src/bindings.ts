import type { Bindings } from '@selfdb/server/http/context';
import type { ChangeFeed } from './feed/change-feed.ts';
import type { Hub } from './hub/hub.ts';

export interface RealtimeBindings extends Bindings<'realtime'> {
  /** The feed, if this process runs it. */
  FEED: DurableObjectNamespace<ChangeFeed>;
  /** The process that runs the feed, if it is another one. */
  FEED_SERVICE?: Fetcher;
  /** Knows what only the kernel knows about connections, on systems where we run it. */
  SUPERVISOR?: Fetcher;
  HUB: DurableObjectNamespace<Hub>;
}
