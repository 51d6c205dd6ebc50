import type { Bindings } from '@selfdb/shared/http/context';
import type { ChangeFeed } from './feed/change-feed.ts';
import type { Hub } from './hub/hub.ts';

export interface RealtimeBindings extends Bindings {
  FEED: DurableObjectNamespace<ChangeFeed>;
  HUB: DurableObjectNamespace<Hub>;
}
