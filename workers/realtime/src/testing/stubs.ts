import { env } from 'cloudflare:workers';
import type { ChangeFeed } from '../feed/change-feed.ts';
import type { Hub } from '../hub/hub.ts';
import { shardName } from '../hub/shards.ts';

/* The worker knows its objects by the methods that it calls. Tests also look inside. */

export function feedStubOf(name: string): DurableObjectStub<ChangeFeed> {
  return (env.FEED as DurableObjectNamespace<ChangeFeed>).getByName(name);
}

/** The first Hub. */
export function hubStub(): DurableObjectStub<Hub> {
  return (env.HUB as DurableObjectNamespace<Hub>).getByName(shardName(0));
}
