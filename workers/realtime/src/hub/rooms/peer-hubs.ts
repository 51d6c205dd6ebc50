import type { Presence } from './presence.ts';

/** The presences on a shard, by topic. */
export type RoomPresences = [topic: string, presences: Presence[]][];

/** Another Hub. */
export interface PeerHub {
  /** Takes a message for a room, and answers the number of members there. */
  relay(topic: string, payloadText: string): Promise<number>;
  /** Takes the presences on a shard; `isAll` if there are none in any other room. */
  presentElsewhere(shard: string, rooms: RoomPresences, isAll: boolean): Promise<void>;
}

/** What a shard sends to all others. */
export interface PeerHubs {
  broadcast(topic: string, payloadText: string): void;
  present(rooms: RoomPresences): void;
}
