import type { Bindings } from '@selfdb/server/http/context';
import type { HubStub } from './hub/hub-stub.ts';

/** A Durable Object namespace, as far as this worker uses it. */
interface Stubs<Stub> {
  getByName(name: string): Stub;
}

export interface RealtimeBindings extends Bindings<'realtime'> {
  /** The feed, if this process runs it. */
  FEED: Stubs<Pick<Fetcher, 'fetch'>>;
  /** The process that runs the feed, if it is another one. */
  FEED_SERVICE?: Fetcher;
  /** Asks the kernel about connections, on systems where the launcher can. */
  SUPERVISOR?: Fetcher;
  HUB: Stubs<HubStub>;
}
