import type { PeerHubs, RoomPresences } from './rooms.ts';

/** Another Hub. */
export interface PeerHub {
  relay(topic: string, payloadText: string): Promise<void>;
  presentElsewhere(shard: string, rooms: RoomPresences, isAll: boolean): Promise<void>;
}

const SILENT_AFTER_MS = 20_000;

/** The name of a Hub. Shards count from 0. */
export function shardName(shard: number): string {
  return `hub-${shard}`;
}

/** The other Hubs. A lost message is repaired by the next full announcement. */
export class PresenceSync implements PeerHubs {
  readonly #shard: string;
  readonly #others: string[];
  readonly #connect: (shard: string) => PeerHub;
  /** One stub for each, which keeps calls in order. */
  readonly #peers = new Map<string, PeerHub>();
  readonly #heardAt = new Map<string, number>();

  constructor(shard: string, shards: number, connect: (shard: string) => PeerHub) {
    this.#shard = shard;
    this.#others = Array.from({ length: shards }, (_, i) => shardName(i)).filter((name) => name !== shard);
    this.#connect = connect;
  }

  broadcast(topic: string, payloadText: string): void {
    this.#tell((peer) => peer.relay(topic, payloadText));
  }

  present(rooms: RoomPresences): void {
    this.#tell((peer) => peer.presentElsewhere(this.#shard, rooms, false));
  }

  /** Announces from time to time who is present here in all rooms. */
  announce(rooms: () => RoomPresences): void {
    if (this.#others.length === 0) return;
    const all = rooms();
    this.#tell((peer) => peer.presentElsewhere(this.#shard, all, true));
  }

  heard(shard: string, now: number): void {
    this.#heardAt.set(shard, now);
  }

  /** Hubs that have become silent since the last call. */
  takeSilent(now: number): string[] {
    const silent = [...this.#heardAt].filter(([, at]) => at + SILENT_AFTER_MS <= now).map(([shard]) => shard);
    for (const shard of silent) this.#heardAt.delete(shard);
    return silent;
  }

  #tell(what: (peer: PeerHub) => Promise<void>): void {
    for (const shard of this.#others) {
      const peer = this.#peers.get(shard) ?? this.#connect(shard);
      this.#peers.set(shard, peer);
      what(peer).catch(() => this.#peers.delete(shard));
    }
  }
}
