import { frameOf, type Ref } from '../connection/frame.ts';
import { type Presence, type PresenceDiff, toDiff, toState } from './presence.ts';
import type { RoomChannel } from './room-channel.ts';

/** One room on one shard: its members, and the presences on other shards. */
export class Room {
  readonly topic: string;
  readonly members = new Set<RoomChannel>();
  readonly #elsewhere = new Map<string, Presence[]>();

  constructor(topic: string) {
    this.topic = topic;
  }

  get isEmpty(): boolean {
    return this.members.size === 0 && this.#elsewhere.size === 0;
  }

  /** The presences on this shard. */
  get presences(): Presence[] {
    return [...this.members].flatMap(({ presence }) => presence ?? []);
  }

  /** Sends an event to all members except one. The payload is JSON text. */
  send(event: string, payloadText: string, except?: RoomChannel): void {
    const texts = { array: new Map<Ref, string>(), object: new Map<Ref, string>() };
    for (const member of this.members) {
      if (member === except) continue;
      const known = texts[member.form];
      const text = known.get(member.joinRef) ?? frameOf(member, event)(payloadText);
      known.set(member.joinRef, text);
      member.socket.send(text);
    }
  }

  /** Sends a member the list of presences. */
  sendState(member: RoomChannel): void {
    const all = [...this.presences, ...[...this.#elsewhere.values()].flat()];
    member.socket.send(frameOf(member, 'presence_state')(JSON.stringify(toState(all))));
  }

  /** Changes the presence of a member and tells all members. */
  setPresence(member: RoomChannel, presence: Presence | undefined): void {
    const before = member.presence;
    member.presence = presence;
    this.#sendDiff(toDiff(before ? [before] : [], presence ? [presence] : []));
  }

  /** Takes the presences that another shard has announced. */
  setElsewhere(shard: string, presences: Presence[]): void {
    const before = this.#elsewhere.get(shard) ?? [];
    if (presences.length > 0) this.#elsewhere.set(shard, presences);
    else this.#elsewhere.delete(shard);
    this.#sendDiff(toDiff(before, presences));
  }

  #sendDiff(diff: PresenceDiff | undefined): void {
    if (diff) this.send('presence_diff', JSON.stringify(diff));
  }
}
