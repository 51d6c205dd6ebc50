import type { Principal } from '@selfdb/server/auth/principal';
import type { RightsChange } from '../../change.ts';
import { hasSeen } from '../../snapshot.ts';
import type { Channel, Socket } from '../connection/socket.ts';
import type { Answer, Authorizer } from './authorizer.ts';
import { afterChange, concernOf, concernsOf, RENAMED, type Rights } from './rights.ts';

/** A channel that depends on a right. */
export interface AuthorizedChannel extends Channel {
  readonly socket: Socket;
}

/**
 * What one caller may do on one topic: decided once for all their sockets and kept up to date with the feed.
 */
export interface Authorization<C extends AuthorizedChannel> {
  key: string;
  principal: Principal;
  tableName: string | undefined;
  answer: Answer;
  channels: Set<C>;
  /** Set while the database is asked again. */
  asking: Promise<void> | undefined;
  /** Whether a reason came up to ask once more, which the running question may not have seen. */
  isOutdated: boolean;
  /** The number of changes of rights that have concerned it so far. */
  changes: number;
}

/** A refused topic. The message is for the client. */
export class RefusedError extends Error {
  override name = 'RefusedError';
}

const DOUBT = 'Your access may have changed. Join again.';
const UNKNOWN = 'Your access could not be checked. Join again.';

interface AuthorizationsSetup {
  authorizer: Authorizer;
  /** Why these rights do not suffice; undefined if they do. */
  refusalOf(rights: Rights): string | undefined;
  now(): number;
}

/** All authorizations of one kind, indexed by what they depend on. */
export class Authorizations<C extends AuthorizedChannel> {
  readonly #setup: AuthorizationsSetup;
  readonly #authorizations = new Map<string, Authorization<C>>();
  readonly #byConcern = new Map<string, Set<Authorization<C>>>();
  readonly #asked = new Map<string, Promise<Answer>>();

  constructor(setup: AuthorizationsSetup) {
    this.#setup = setup;
  }

  /**
   * The authorization of a topic, with the channel added. Throws RefusedError, or the error that prevented the check:
   * both refuse the channel.
   */
  async enter(channel: C, principal: Principal, tableName: string | undefined): Promise<Authorization<C>> {
    const key = JSON.stringify([principal, tableName]);
    const known = await this.#settled(key);
    if (known) return join(known, channel);
    let asked = this.#asked.get(key);
    if (!asked) {
      asked = this.#setup.authorizer.find(principal, tableName).finally(() => this.#asked.delete(key));
      this.#asked.set(key, asked);
    }
    const answer = await asked;
    const refusal = this.#refusalOf(answer.rights, tableName);
    if (refusal !== undefined) throw new RefusedError(refusal);
    const there = this.#authorizations.get(key);
    // Of two answers, the other one is newer.
    if (there !== (await this.#settled(key))) throw new RefusedError(DOUBT);
    const isNew = { asking: undefined, isOutdated: false, channels: new Set<C>(), changes: 0 };
    return join(there ?? this.#keep({ key, principal, tableName, answer, ...isNew }), channel);
  }

  /** The authorization with this key, once the database has answered. */
  async #settled(key: string): Promise<Authorization<C> | undefined> {
    let known = this.#authorizations.get(key);
    while (known?.asking) {
      await known.asking;
      known = this.#authorizations.get(key);
    }
    return known;
  }

  leave(authorization: Authorization<C>, channel: C): void {
    authorization.channels.delete(channel);
    if (authorization.channels.size > 0 || this.#authorizations.get(authorization.key) !== authorization)
      return;
    this.#authorizations.delete(authorization.key);
    this.#setConcerns(authorization, false);
  }

  /** Applies a change at its position in the feed: a channel that loses its right receives nothing after it. */
  change(change: RightsChange): void {
    for (const authorization of [...(this.#byConcern.get(concernOf(change)) ?? [])]) {
      authorization.changes += 1;
      if (hasSeen(authorization.answer.snapshot, change.xid)) continue;
      const rights = afterChange(authorization.answer.rights, change, this.#setup.now());
      const refusal = this.#refusalOf(rights, authorization.tableName);
      if (refusal === undefined) authorization.answer = { ...authorization.answer, rights };
      else dismissAll(authorization, 'phx_close', refusal);
    }
  }

  /**
   * Asks the database again, once more if this is called meanwhile: the running question may be older than the reason for the call.
   * Calls `renew` with each channel that may stay, after each answer. Never throws.
   */
  ask(authorization: Authorization<C>, renew: (channel: C) => void = () => {}): Promise<void> {
    if (authorization.asking) authorization.isOutdated = true;
    else {
      authorization.asking = this.#askUntilCurrent(authorization, renew).finally(() => {
        authorization.asking = undefined;
      });
    }
    return authorization.asking;
  }

  async #askUntilCurrent(authorization: Authorization<C>, renew: (channel: C) => void): Promise<void> {
    do {
      authorization.isOutdated = false;
      await this.#askOnce(authorization, renew);
    } while (authorization.isOutdated && authorization.channels.size > 0);
  }

  async #askOnce(authorization: Authorization<C>, renew: (channel: C) => void): Promise<void> {
    try {
      const answer = await this.#setup.authorizer.find(authorization.principal, authorization.tableName);
      const refusal = this.#refusalOf(answer.rights, authorization.tableName);
      if (refusal !== undefined) return dismissAll(authorization, 'phx_close', refusal);
      this.#setConcerns(authorization, false);
      authorization.answer = answer;
      if (this.#authorizations.get(authorization.key) === authorization)
        this.#setConcerns(authorization, true);
      for (const channel of authorization.channels) renew(channel);
    } catch {
      dismissAll(authorization, 'phx_error', UNKNOWN);
    }
  }

  /** All current authorizations. */
  all(): Authorization<C>[] {
    return [...this.#authorizations.values()];
  }

  #refusalOf(rights: Rights, tableName: string | undefined): string | undefined {
    const isOther = rights.table !== undefined && rights.table.name !== tableName;
    return isOther ? RENAMED : this.#setup.refusalOf(rights);
  }

  #keep(authorization: Authorization<C>): Authorization<C> {
    this.#authorizations.set(authorization.key, authorization);
    this.#setConcerns(authorization, true);
    return authorization;
  }

  #setConcerns(authorization: Authorization<C>, isConcerned: boolean): void {
    for (const concern of concernsOf(authorization.answer.rights)) {
      const authorizations = this.#byConcern.get(concern) ?? new Set();
      if (isConcerned) this.#byConcern.set(concern, authorizations.add(authorization));
      else if (authorizations.delete(authorization) && authorizations.size === 0)
        this.#byConcern.delete(concern);
    }
  }
}

function join<C extends AuthorizedChannel>(authorization: Authorization<C>, channel: C): Authorization<C> {
  authorization.channels.add(channel);
  return authorization;
}

function dismissAll<C extends AuthorizedChannel>(
  authorization: Authorization<C>,
  event: 'phx_close' | 'phx_error',
  reason: string | undefined,
): void {
  for (const channel of [...authorization.channels]) channel.socket.dismiss(channel, event, { reason });
}
