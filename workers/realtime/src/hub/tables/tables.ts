import type { Cursor, FeedItem, RightsChange, TableChange } from '../../change.ts';
import { compileFilter } from '../../matching/compile-filter.ts';
import { Audience } from './audience.ts';
import { catchUp, tableGapText } from '../subscription/catch-up.ts';
import type { Decisions } from '../authorization/authorizer.ts';
import type { Feed, FeedLink } from '../subscription/feed-link.ts';
import { type Frame, refuse } from '../connection/frame.ts';
import { type Grant, Grants, RefusedError } from '../authorization/authorizations.ts';
import type { Limits } from '../limits.ts';
import { laterPlace } from '../subscription/position.ts';
import { RENAMED, refusalOfTable } from '../authorization/rights.ts';
import type { Socket } from '../connection/socket.ts';
import { requireReached, sync } from '../subscription/sync.ts';
import { TABLE_PREFIX, TableChannel } from './table-channel.ts';
import { NOT_NOW, readTableOptions, reasonOf, requireTableName } from './table-options.ts';

const LATEST_REPLY_MS = 5000;
const LOST = 'The missed changes could not be read. Join again.';

export interface TablesSetup {
  feed: Feed;
  link: FeedLink;
  decisions: Decisions;
  limits: Limits;
  now(): number;
  /** Receives errors that the client is not told. */
  report(error: unknown): void;
}

/** The right and the audience of a channel. */
interface Place {
  grant: Grant<TableChannel>;
  relid: number;
  audience: Audience;
}

/** All channels of tables, and what the feed delivers to them. */
export class Tables {
  readonly #setup: TablesSetup;
  readonly #grants: Grants<TableChannel>;
  readonly #places = new Map<TableChannel, Place>();
  readonly #audiences = new Map<number, Audience>();

  constructor(setup: TablesSetup) {
    this.#setup = setup;
    this.#grants = new Grants({ decisions: setup.decisions, refusalOf: refusalOfTable, now: setup.now });
  }

  /** Joins a socket to a table. The channel exists before the reply is sent, but holds nothing until then. */
  async join(socket: Socket, frame: Frame): Promise<void> {
    let channel: TableChannel | undefined;
    try {
      channel = this.#open(socket, frame);
      await this.#setup.link.ensure();
      const grant = await this.#grants.enter(
        channel,
        socket.visitor.principal,
        frame.topic.slice(TABLE_PREFIX.length),
      );
      if (channel.isEnded) return this.#grants.leave(grant, channel);
      this.#admit(channel, grant);
      await this.#begin(channel, grant);
    } catch (error) {
      const reason = reasonOf(error);
      if (reason === undefined) this.#setup.report(error);
      if (!channel) return socket.send(refuse(frame, reason ?? NOT_NOW));
      socket.drop(channel);
      socket.answer(channel, (join) => refuse(join, reason ?? NOT_NOW));
    }
  }

  #open(socket: Socket, join: Frame): TableChannel {
    const { topic, payloadText } = join;
    requireTableName(topic.slice(TABLE_PREFIX.length));
    const channel = new TableChannel({
      ...{ socket, join, options: readTableOptions(payloadText) },
      onEnd: () => this.#forget(channel),
      onLag: () => {
        channel.hold(channel.from);
        channel.takeOverflow();
        void this.#resume(channel);
      },
      onSync: (frame) => void sync(channel, frame, this.#setup),
    });
    socket.channels.set(topic, channel);
    return channel;
  }

  #admit(channel: TableChannel, grant: Grant<TableChannel>): void {
    const relid = relidOf(grant);
    const audience = this.#audiences.get(relid) ?? new Audience();
    this.#places.set(channel, { grant, relid, audience });
    this.#compile(channel, grant);
    this.#audiences.set(relid, audience);
    audience.add(channel);
  }

  #compile(channel: TableChannel, { answer }: Grant<TableChannel>): void {
    const { filter } = channel.options;
    const { maxNumericDigits } = this.#setup.limits;
    channel.filter =
      filter === undefined ? undefined : compileFilter(filter, answer.columns, maxNumericDigits);
  }

  /** Replies, and sends missed changes before new ones. */
  async #begin(channel: TableChannel, grant: Grant<TableChannel>): Promise<void> {
    const { link } = this.#setup;
    const { since } = channel.options;
    if (since === undefined) {
      channel.from = laterPlace(link.cursor, grant.answer.lsn);
      return channel.accept(channel.from);
    }
    channel.from = since;
    channel.hold(since);
    await requireReached(link, since);
    // Phoenix clients give up a join after 10 seconds. The cursor tells how far everything has been sent.
    const late = setTimeout(() => !channel.isEnded && channel.accept(channel.from), LATEST_REPLY_MS);
    try {
      await this.#catchUp(channel);
    } catch (error) {
      if (channel.unanswered) throw error;
      return this.#lose(channel, error);
    } finally {
      clearTimeout(late);
    }
    if (channel.isEnded) return;
    channel.accept(channel.from);
    channel.release();
  }

  /**
   * One at a time, because two would send everything twice. A running one goes on to the Hub's latest position.
   */
  #catchUp(channel: TableChannel): Promise<void> {
    const place = this.#places.get(channel);
    if (!place) return Promise.resolve();
    if (channel.catchingUp) channel.forgetHeld();
    const { grant, relid } = place;
    const { principal } = grant;
    const userId = principal.kind === 'user' ? principal.userId : undefined;
    const { feed, link } = this.#setup;
    channel.catchingUp ??= catchUp(channel, {
      ...{ feed, relid, userId, position: () => link.cursor },
      settle: () => link.come(grant.answer.lsn),
    }).finally(() => {
      channel.catchingUp = undefined;
    });
    return channel.catchingUp;
  }

  /** Catches a held channel up and releases it. */
  async #resume(channel: TableChannel): Promise<void> {
    try {
      await this.#catchUp(channel);
      channel.release();
    } catch (error) {
      this.#lose(channel, error);
    }
  }

  #lose(channel: TableChannel, error: unknown): void {
    this.#setup.report(error);
    channel.socket.dismiss(channel, 'phx_error', { reason: LOST });
  }

  #forget(channel: TableChannel): void {
    const place = this.#places.get(channel);
    if (!place) return;
    this.#places.delete(channel);
    this.#grants.leave(place.grant, channel);
    place.audience.remove(channel);
    if (place.audience.size === 0 && this.#audiences.get(place.relid) === place.audience) {
      this.#audiences.delete(place.relid);
    }
  }

  /** Takes the next item of the feed. */
  take(item: Exclude<FeedItem, RightsChange>): void {
    if (item.type === 'gap') {
      // Rights and columns may have changed in the lost part too.
      for (const grant of this.#grants.all()) void this.#askAgain(grant);
      for (const channel of this.#places.keys()) {
        channel.take(item.cursor, channel.gapText(item.reason, item.cursor), true);
      }
      return;
    }
    const audience = this.#audiences.get(item.relid);
    if (item.type === 'row') audience?.send(item);
    else if (item.what === 'altered' || item.what === 'seen') this.#askAll(item);
    else for (const channel of audience ?? []) channel.take(item.cursor, tableGapText(channel, item));
  }

  change(change: RightsChange): void {
    this.#grants.change(change);
  }

  /** The Hub has received neither changes nor rights after the cursor, up to its current position. */
  async missed(since: Cursor): Promise<void> {
    const channels = [...this.#places.keys()];
    for (const channel of channels) channel.hold(since);
    await Promise.all(this.#grants.all().map((grant) => this.#askAgain(grant, since)));
    await Promise.all(channels.map((channel) => this.#resume(channel)));
  }

  /** Channels that hold nothing are at the Hub's position: they need not catch up from an earlier one. */
  settle(): void {
    for (const channel of this.#places.keys()) channel.settle(this.#setup.link.cursor);
  }

  /** The columns may have changed, or the name belongs to another table. */
  #askAll({ what, relid, name, cursor }: TableChange): void {
    for (const grant of this.#grants.all()) {
      const [isOfIt, isOfItsName] = [relidOf(grant) === relid, grant.tableName === name];
      const isKnown = what === 'seen' && isOfItsName && [...grant.channels].every(({ filter }) => !filter);
      if (isOfIt ? !isKnown : isOfItsName) void this.#askAgain(grant, cursor);
    }
  }

  /**
   * Holds what comes after the cursor, or after what was sent, until everything that the answer saw has
   * arrived.
   */
  async #askAgain(grant: Grant<TableChannel>, at?: Cursor): Promise<void> {
    const channels = [...grant.channels];
    for (const channel of channels) channel.hold(at ?? channel.from);
    const { changes } = grant;
    try {
      await this.#grants.ask(grant, (channel) => this.#renew(channel, grant));
      await this.#setup.link.come(grant.answer.lsn);
    } catch (error) {
      for (const channel of grant.channels) this.#lose(channel, error);
    }
    // The answer says nothing about rights that changed in between: a replay tells those changes as a gap.
    if (grant.changes !== changes) for (const channel of channels) channel.forgetHeld();
    for (const channel of channels) channel.release();
  }

  #renew(channel: TableChannel, grant: Grant<TableChannel>): void {
    const place = this.#places.get(channel);
    if (!place) return;
    place.audience.remove(channel);
    try {
      if (relidOf(grant) !== place.relid) throw new RefusedError(RENAMED);
      this.#compile(channel, grant);
      place.audience.add(channel);
      // The old filter has judged what the channel holds.
      if (channel.filter) channel.forgetHeld();
    } catch (error) {
      const reason = reasonOf(error);
      channel.socket.dismiss(channel, 'phx_close', { reason: reason ?? RENAMED });
    }
  }
}

function relidOf({ answer }: Grant<TableChannel>): number {
  return answer.rights.table?.relid ?? 0;
}
