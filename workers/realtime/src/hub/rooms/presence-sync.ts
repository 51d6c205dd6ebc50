import { shardNames } from '../shards.ts';
import type { PeerHub, PeerHubs, RoomPresences } from './peer-hubs.ts';

const SILENT_AFTER_MS = 20_000;

/**
 * Sends presences and broadcasts to the other Hubs. The next full announcement repairs what a lost message missed.
 */
export class PresenceSync implements PeerHubs {
  readonly #shard: string;
  readonly #others: string[];
  readonly #connect: (shard: string) => PeerHub;
  /** One stub for each, which keeps calls in order. */
  readonly #peers = new Map<string, PeerHub>();
  readonly #heardAt = new Map<string, number>();

  constructor(shard: string, shards: number, connect: (shard: string) => PeerHub) {
    this.#shard = shard;
    this.#others = shardNames(shards).filter((name) => name !== shard);
    this.#connect = connect;
  }

  broadcast(topic: string, payloadText: string): void {
    this.#send((peer) => peer.relay(topic, payloadText));
  }

  present(rooms: RoomPresences): void {
    this.#send((peer) => peer.presentElsewhere(this.#shard, rooms, false));
  }

  /** Sends the others everyone who is present here, in all rooms. Call it every few seconds. */
  announce(rooms: () => RoomPresences): void {
    if (this.#others.length === 0) return;
    const all = rooms();
    this.#send((peer) => peer.presentElsewhere(this.#shard, all, true));
  }

  /** Notes that another Hub has sent something. */
  heard(shard: string, now: number): void {
    this.#heardAt.set(shard, now);
  }

  /** Hubs that have become silent since the last call. */
  takeSilent(now: number): string[] {
    const silent = [...this.#heardAt].filter(([, at]) => at + SILENT_AFTER_MS <= now).map(([shard]) => shard);
    for (const shard of silent) this.#heardAt.delete(shard);
    return silent;
  }

  #send(call: (peer: PeerHub) => Promise<unknown>): void {
    for (const shard of this.#others) {
      const peer = this.#peers.get(shard) ?? this.#connect(shard);
      this.#peers.set(shard, peer);
      call(peer).catch(() => this.#peers.delete(shard));
    }
  }
}
