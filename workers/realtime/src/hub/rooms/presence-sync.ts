import type { Neighbours, RoomPresences } from './rooms.ts';

/** Another Hub. */
export interface Neighbour {
  relay(topic: string, payloadText: string): Promise<void>;
  presentElsewhere(shard: string, rooms: RoomPresences, isAll: boolean): Promise<void>;
}

const SILENT_AFTER_MS = 20_000;

/** The name of a Hub. Shards count from 0. */
export function shardName(shard: number): string {
  return `hub-${shard}`;
}

/** The other Hubs. A lost message is repaired by the next full announcement. */
export class Mesh implements Neighbours {
  readonly #shard: string;
  readonly #others: string[];
  readonly #connect: (shard: string) => Neighbour;
  /** One stub for each, which keeps calls in order. */
  readonly #neighbours = new Map<string, Neighbour>();
  readonly #heardAt = new Map<string, number>();

  constructor(shard: string, shards: number, connect: (shard: string) => Neighbour) {
    this.#shard = shard;
    this.#others = Array.from({ length: shards }, (_, i) => shardName(i)).filter((name) => name !== shard);
    this.#connect = connect;
  }

  broadcast(topic: string, payloadText: string): void {
    this.#tell((neighbour) => neighbour.relay(topic, payloadText));
  }

  present(rooms: RoomPresences): void {
    this.#tell((neighbour) => neighbour.presentElsewhere(this.#shard, rooms, false));
  }

  /** Announces from time to time who is present here in all rooms. */
  announce(rooms: () => RoomPresences): void {
    if (this.#others.length === 0) return;
    const all = rooms();
    this.#tell((neighbour) => neighbour.presentElsewhere(this.#shard, all, true));
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

  #tell(what: (neighbour: Neighbour) => Promise<void>): void {
    for (const shard of this.#others) {
      const neighbour = this.#neighbours.get(shard) ?? this.#connect(shard);
      this.#neighbours.set(shard, neighbour);
      what(neighbour).catch(() => this.#neighbours.delete(shard));
    }
  }
}
