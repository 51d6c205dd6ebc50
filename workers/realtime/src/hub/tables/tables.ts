import type { Cursor, FeedItem, RightsChange, TableChange } from '../../change.ts';
import { Authorizations } from '../authorization/authorizations.ts';
import type { Authorizer } from '../authorization/authorizer.ts';
import { RENAMED, refusalOfTable } from '../authorization/rights.ts';
import { type Frame, refuse } from '../connection/frame.ts';
import type { Socket } from '../connection/socket.ts';
import type { SocketLimits } from '../socket-limits.ts';
import type { FeedLink, RemoteFeed } from '../subscription/feed-link.ts';
import { laterPosition } from '../subscription/position.ts';
import { catchUp, tableGapText } from './catch-up.ts';
import { requireReached, sync } from './sync.ts';
import { TABLE_PREFIX, TableChannel } from './table-channel.ts';
import { NOT_NOW, readTableOptions, reasonOf, requireTableName } from './table-options.ts';
import { relidOf, type TableAuthorization, TableSubscriptions } from './table-subscriptions.ts';

const LATEST_REPLY_MS = 5000;
const LOST = 'The missed changes could not be read. Join again.';

export interface TablesSetup {
  feed: RemoteFeed;
  link: FeedLink;
  authorizer: Authorizer;
  limits: SocketLimits;
  now(): number;
  /** Receives errors that the client does not see. */
  report(error: unknown): void;
}

/** All channels of tables, and what the feed delivers to them. */
export class Tables {
  readonly #setup: TablesSetup;
  readonly #authorizations: Authorizations<TableChannel>;
  readonly #subscriptions: TableSubscriptions;

  constructor(setup: TablesSetup) {
    this.#setup = setup;
    this.#subscriptions = new TableSubscriptions(setup.limits.maxNumericDigits);
    this.#authorizations = new Authorizations({
      authorizer: setup.authorizer,
      refusalOf: refusalOfTable,
      now: setup.now,
    });
  }

  /** Joins a socket to a table. The channel exists before the reply is sent, but holds nothing until then. */
  async join(socket: Socket, frame: Frame): Promise<void> {
    let channel: TableChannel | undefined;
    try {
      channel = this.#open(socket, frame);
      await this.#setup.link.ensure();
      const authorization = await this.#authorizations.enter(
        channel,
        socket.visitor.principal,
        frame.topic.slice(TABLE_PREFIX.length),
      );
      if (channel.isEnded) return this.#authorizations.leave(authorization, channel);
      this.#subscriptions.add(channel, authorization);
      await this.#begin(channel, authorization);
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

  /** Replies, and sends missed changes before new ones. */
  async #begin(channel: TableChannel, authorization: TableAuthorization): Promise<void> {
    const { link } = this.#setup;
    const { since } = channel.options;
    if (since === undefined) {
      channel.from = laterPosition(link.cursor, authorization.answer.lsn);
      return channel.accept(channel.from);
    }
    channel.from = since;
    channel.hold(since);
    await requireReached(link, since);
    // Phoenix clients give up a join after 10 seconds. The cursor says how far everything has been sent.
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
    const subscription = this.#subscriptions.get(channel);
    if (!subscription) return Promise.resolve();
    if (channel.catchingUp) channel.forgetHeld();
    const { authorization, relid } = subscription;
    const { principal } = authorization;
    const userId = principal.kind === 'user' ? principal.userId : undefined;
    const { feed, link } = this.#setup;
    channel.catchingUp ??= catchUp(channel, {
      ...{ feed, relid, userId, position: () => link.cursor },
      settle: () => link.reachLsn(authorization.answer.lsn),
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
    const authorization = this.#subscriptions.remove(channel);
    if (authorization) this.#authorizations.leave(authorization, channel);
  }

  /** Takes the next item of the feed. */
  take(item: Exclude<FeedItem, RightsChange>): void {
    if (item.type === 'gap') {
      // Rights and columns may have changed in the lost part too.
      for (const authorization of this.#authorizations.all()) void this.#askAgain(authorization);
      for (const channel of this.#subscriptions.channels()) {
        channel.take(item.cursor, channel.gapText(item.reason, item.cursor), true);
      }
      return;
    }
    const audience = this.#subscriptions.audienceOf(item.relid);
    if (item.type === 'row') audience?.send(item);
    else if (item.what === 'altered' || item.what === 'seen') this.#askAll(item);
    else for (const channel of audience ?? []) channel.take(item.cursor, tableGapText(channel, item));
  }

  change(change: RightsChange): void {
    this.#authorizations.change(change);
  }

  /** The Hub has received neither changes nor rights after the cursor, up to its current position. */
  async missed(since: Cursor): Promise<void> {
    const channels = [...this.#subscriptions.channels()];
    for (const channel of channels) channel.hold(since);
    await Promise.all(
      this.#authorizations.all().map((authorization) => this.#askAgain(authorization, since)),
    );
    await Promise.all(channels.map((channel) => this.#resume(channel)));
  }

  /** Channels that hold nothing are at the Hub's position: they need not catch up from an earlier one. */
  settle(): void {
    for (const channel of this.#subscriptions.channels()) channel.settle(this.#setup.link.cursor);
  }

  /** The columns may have changed, or the name belongs to another table. */
  #askAll({ what, relid, name, cursor }: TableChange): void {
    for (const authorization of this.#authorizations.all()) {
      const [isOfIt, isOfItsName] = [relidOf(authorization) === relid, authorization.tableName === name];
      const isKnown =
        what === 'seen' && isOfItsName && [...authorization.channels].every(({ filter }) => !filter);
      if (isOfIt ? !isKnown : isOfItsName) void this.#askAgain(authorization, cursor);
    }
  }

  /**
   * Holds what comes after the cursor, or after what was sent, until everything that the answer saw has
   * arrived.
   */
  async #askAgain(authorization: TableAuthorization, at?: Cursor): Promise<void> {
    const channels = [...authorization.channels];
    for (const channel of channels) channel.hold(at ?? channel.from);
    const { changes } = authorization;
    try {
      await this.#authorizations.ask(authorization, (channel) => this.#renew(channel, authorization));
      await this.#setup.link.reachLsn(authorization.answer.lsn);
    } catch (error) {
      for (const channel of authorization.channels) this.#lose(channel, error);
    }
    // The answer says nothing about rights that changed in between: a replay reports them as a gap.
    if (authorization.changes !== changes) for (const channel of channels) channel.forgetHeld();
    for (const channel of channels) channel.release();
  }

  #renew(channel: TableChannel, authorization: TableAuthorization): void {
    try {
      this.#subscriptions.renew(channel, authorization);
    } catch (error) {
      channel.socket.dismiss(channel, 'phx_close', { reason: reasonOf(error) ?? RENAMED });
    }
  }
}
