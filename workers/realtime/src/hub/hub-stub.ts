import type { PeerHub } from './rooms/peer-hubs.ts';

/** The open sockets of a Hub and their channels. */
export interface HubCounts {
  connections: number;
  channels: number;
}

/** The methods of a Hub that the worker and other Hubs call. */
export interface HubStub extends PeerHub, Pick<Fetcher, 'fetch'> {
  status(): Promise<HubCounts>;
  /** Resolves when a socket has ended, with true if its client must be cut. */
  socketEnd(id: string): Promise<boolean>;
}
