import type { Bindings } from '@selfdb/shared/http/context';
import type { ChangeFeed } from './feed/change-feed.ts';
import type { Hub } from './hub/hub.ts';

export interface RealtimeBindings extends Bindings<'realtime'> {
  /** The feed, where this process has it. */
  FEED: DurableObjectNamespace<ChangeFeed>;
  /** The process that has it, where that is another. */
  FEED_SERVICE?: Fetcher;
  /** Knows of connections what only the kernel does, where it is ours. */
  SUPERVISOR?: Fetcher;
  HUB: DurableObjectNamespace<Hub>;
}
