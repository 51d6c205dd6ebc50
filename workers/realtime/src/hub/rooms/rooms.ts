import type { RightsChange } from '../../change.ts';
import { type Authorization, Authorizations, RefusedError } from '../authorization/authorizations.ts';
import type { Authorizer } from '../authorization/authorizer.ts';
import { refusalOfRoom } from '../authorization/rights.ts';
import { type Frame, refuse, reply } from '../connection/frame.ts';
import type { Socket } from '../connection/socket.ts';
import type { PeerHubs, RoomPresences } from './peer-hubs.ts';
import { type Presence, uuidIn } from './presence.ts';
import { Room } from './room.ts';
import { RoomChannel } from './room-channel.ts';
import { readRoomOptions, readTracking } from './room-options.ts';

export const ROOM_PREFIX = 'room:';
const MAX_PRESENCE_CHARACTERS = 4096;
const NO_PRESENCE = `Send presence as {"event": "track" or "untrack", "payload": {…}} with at most ${MAX_PRESENCE_CHARACTERS} characters.`;
const NOT_YOU = 'This presence key is the id of another user. Use your own id, or a key that is not an id.';
const NOT_NOW = 'Your access could not be checked. Try again shortly.';

export interface RoomsSetup {
  authorizer: Authorizer;
  peers: PeerHubs;
  /** Whether a user with this id exists. */
  isUser(id: string): Promise<boolean>;
  now(): number;
  report(error: unknown): void;
}

/**
 * All rooms of a shard. The sockets of a room may be on several shards. Each shard sends the others its
 * messages and its full list of presences, so a lost update repairs itself.
 */
export class Rooms {
  readonly #setup: RoomsSetup;
  readonly #authorizations: Authorizations<RoomChannel>;
  readonly #rooms = new Map<string, Room>();
  readonly #authorizationOf = new Map<RoomChannel, Authorization<RoomChannel>>();

  constructor(setup: RoomsSetup) {
    this.#setup = setup;
    this.#authorizations = new Authorizations({
      authorizer: setup.authorizer,
      refusalOf: refusalOfRoom,
      now: setup.now,
    });
  }

  async join(socket: Socket, frame: Frame): Promise<void> {
    const options = readRoomOptions(frame.payload);
    if (!options) return socket.send(refuse(frame, 'The payload of phx_join is not valid for a room.'));
    const channel: RoomChannel = new RoomChannel({
      ...{ socket, join: frame, options },
      onFrame: (_, early) => this.#receive(channel, early),
      onEnd: () => this.#leave(channel),
    });
    socket.channels.set(channel.topic, channel);
    try {
      await this.#requireOwnKey(channel);
      const authorization = await this.#authorizations.enter(channel, socket.visitor.principal, undefined);
      if (channel.isEnded) return this.#authorizations.leave(authorization, channel);
      this.#authorizationOf.set(channel, authorization);
      this.#enter(channel);
    } catch (error) {
      if (!(error instanceof RefusedError)) this.#setup.report(error);
      socket.drop(channel);
      const reason = error instanceof RefusedError ? error.message : NOT_NOW;
      socket.answer(channel, (join) => refuse(join, reason));
    }
  }

  /** Throws RefusedError. */
  async #requireOwnKey({ options, socket }: RoomChannel): Promise<void> {
    const { principal } = socket.visitor;
    const id = uuidIn(options.presenceKey ?? '');
    if (id === undefined || principal.kind !== 'user' || id === principal.userId) return;
    if (await this.#setup.isUser(id)) throw new RefusedError(NOT_YOU);
  }

  #enter(channel: RoomChannel): void {
    const room = this.#roomOf(channel.topic);
    room.members.add(channel);
    channel.socket.answer(channel, (join) => reply(join, 'ok'));
    room.sendState(channel);
    if (channel.options.isPresentByJoining) this.#track(channel, room, {});
    channel.begin();
  }

  #leave(channel: RoomChannel): void {
    const room = this.#rooms.get(channel.topic);
    const authorization = this.#authorizationOf.get(channel);
    if (!authorization || !room) return;
    this.#authorizationOf.delete(channel);
    this.#authorizations.leave(authorization, channel);
    room.members.delete(channel);
    this.#setPresence(channel, room, undefined);
    if (room.isEmpty) this.#rooms.delete(channel.topic);
  }

  #receive(channel: RoomChannel, frame: Frame): void {
    const { socket, topic, options } = channel;
    const room = this.#roomOf(topic);
    if (frame.event === 'broadcast') {
      room.send('broadcast', frame.payloadText, options.self ? undefined : channel);
      this.#setup.peers.broadcast(topic, frame.payloadText);
      if (options.ack) socket.send(reply(frame, 'ok'));
    } else if (frame.event === 'presence') this.#present(channel, room, frame);
    else socket.send(refuse(frame, `A room has no event ${JSON.stringify(frame.event)}.`));
  }

  #present(channel: RoomChannel, room: Room, frame: Frame): void {
    const tracking = readTracking(frame.payload);
    if (!tracking || frame.payloadText.length > MAX_PRESENCE_CHARACTERS) {
      channel.socket.send(refuse(frame, NO_PRESENCE));
      return;
    }
    if (tracking.event === 'track') this.#track(channel, room, tracking.payload ?? {});
    else this.#setPresence(channel, room, undefined);
    channel.socket.send(reply(frame, 'ok'));
  }

  #track(channel: RoomChannel, room: Room, data: Record<string, unknown>): void {
    const { principal } = channel.socket.visitor;
    const userId = principal.kind === 'user' ? principal.userId : '';
    const meta = { ...data, user_id: userId, phx_ref: crypto.randomUUID() };
    this.#setPresence(channel, room, { key: channel.options.presenceKey ?? userId, meta });
  }

  #setPresence(channel: RoomChannel, room: Room, presence: Presence | undefined): void {
    if (!channel.presence && !presence) return;
    room.setPresence(channel, presence);
    this.#setup.peers.present([[room.topic, room.presences]]);
  }

  #roomOf(topic: string): Room {
    const room = this.#rooms.get(topic) ?? new Room(topic);
    this.#rooms.set(topic, room);
    return room;
  }

  change(change: RightsChange): void {
    this.#authorizations.change(change);
  }

  /** A message from a member on another shard, or from a request. Answers the number of members on this one. */
  relay(topic: string, payloadText: string): number {
    const room = this.#rooms.get(topic);
    room?.send('broadcast', payloadText);
    return room?.members.size ?? 0;
  }

  /** The presences on another shard; `isAll` if there are none in any other room. */
  presentElsewhere(shard: string, rooms: RoomPresences, isAll: boolean): void {
    const announced = new Map(rooms);
    if (isAll) for (const topic of this.#rooms.keys()) if (!announced.has(topic)) announced.set(topic, []);
    for (const [topic, presences] of announced) {
      const room = this.#roomOf(topic);
      room.setElsewhere(shard, presences);
      if (room.isEmpty) this.#rooms.delete(topic);
    }
  }

  /** The presences on this shard, in all rooms. */
  presences(): RoomPresences {
    return [...this.#rooms.values()].map(({ topic, presences }) => [topic, presences]);
  }

  /** The Hub was detached from the feed, so all rights are checked again. */
  async missed(): Promise<void> {
    await Promise.all(
      this.#authorizations.all().map((authorization) => this.#authorizations.ask(authorization)),
    );
  }
}
