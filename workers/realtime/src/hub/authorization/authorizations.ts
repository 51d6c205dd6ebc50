import type { Principal } from '@selfdb/server/auth/principal';
import type { RightsChange } from '../../change.ts';
import { hasSeen } from '../../snapshot.ts';
import type { Answer, Decisions } from './authorizer.ts';
import { afterChange, concernOf, concernsOf, RENAMED, type Rights } from './rights.ts';
import type { Channel, Socket } from '../connection/socket.ts';

/** A channel that depends on a right. */
export interface GrantedChannel extends Channel {
  readonly socket: Socket;
}

/**
 * What one caller may do on one topic: decided once for all their sockets and kept up to date with the feed.
 */
export interface Grant<C extends GrantedChannel> {
  key: string;
  principal: Principal;
  tableName: string | undefined;
  answer: Answer;
  channels: Set<C>;
  /** True while the database is asked again. */
  isInDoubt: boolean;
  /** The number of changes of rights that have concerned it so far. */
  changes: number;
}

/** A refused topic. The message is for the client. */
export class RefusedError extends Error {
  override name = 'RefusedError';
}

const DOUBT = 'Your access may have changed. Join again.';
const UNKNOWN = 'Your access could not be checked. Join again.';

interface GrantsSetup {
  decisions: Decisions;
  /** Why these rights do not suffice; undefined if they do. */
  refusalOf(rights: Rights): string | undefined;
  now(): number;
}

/** All grants of one kind, indexed by what they depend on. */
export class Grants<C extends GrantedChannel> {
  readonly #setup: GrantsSetup;
  readonly #grants = new Map<string, Grant<C>>();
  readonly #byConcern = new Map<string, Set<Grant<C>>>();
  readonly #asked = new Map<string, Promise<Answer>>();

  constructor(setup: GrantsSetup) {
    this.#setup = setup;
  }

  /**
   * The grant of a topic, with the channel added. Throws RefusedError, or the error that prevented the check:
   * both refuse the channel.
   */
  async enter(channel: C, principal: Principal, tableName: string | undefined): Promise<Grant<C>> {
    const key = JSON.stringify([principal, tableName]);
    const known = this.#grants.get(key);
    if (known && !known.isInDoubt) return join(known, channel);
    let asked = this.#asked.get(key);
    if (!asked) {
      asked = this.#setup.decisions.find(principal, tableName).finally(() => this.#asked.delete(key));
      this.#asked.set(key, asked);
    }
    const answer = await asked;
    const refusal = this.#refusalOf(answer.rights, tableName);
    if (refusal !== undefined) throw new RefusedError(refusal);
    const there = this.#grants.get(key);
    if (there?.isInDoubt) throw new RefusedError(DOUBT);
    return join(
      there ??
        this.#keep({ key, principal, tableName, answer, channels: new Set(), isInDoubt: false, changes: 0 }),
      channel,
    );
  }

  leave(grant: Grant<C>, channel: C): void {
    grant.channels.delete(channel);
    if (grant.channels.size > 0 || this.#grants.get(grant.key) !== grant) return;
    this.#grants.delete(grant.key);
    this.#setConcerns(grant, false);
  }

  /** Applies a change at its position in the feed: a channel that loses its right receives nothing after it. */
  change(change: RightsChange): void {
    for (const grant of [...(this.#byConcern.get(concernOf(change)) ?? [])]) {
      grant.changes += 1;
      if (hasSeen(grant.answer.snapshot, change.xid)) continue;
      const rights = afterChange(grant.answer.rights, change, this.#setup.now());
      const refusal = this.#refusalOf(rights, grant.tableName);
      if (refusal === undefined) grant.answer = { ...grant.answer, rights };
      else dismissAll(grant, 'phx_close', refusal);
    }
  }

  /** Asks the database again. Calls `renew` with each channel that may stay. */
  async ask(grant: Grant<C>, renew: (channel: C) => void = () => {}): Promise<void> {
    if (grant.isInDoubt) return dismissAll(grant, 'phx_error', DOUBT);
    grant.isInDoubt = true;
    try {
      const answer = await this.#setup.decisions.find(grant.principal, grant.tableName);
      const refusal = this.#refusalOf(answer.rights, grant.tableName);
      if (refusal !== undefined) return dismissAll(grant, 'phx_close', refusal);
      this.#setConcerns(grant, false);
      grant.answer = answer;
      if (this.#grants.get(grant.key) === grant) this.#setConcerns(grant, true);
      for (const channel of grant.channels) renew(channel);
    } catch {
      dismissAll(grant, 'phx_error', UNKNOWN);
    } finally {
      grant.isInDoubt = false;
    }
  }

  /** All current grants. */
  all(): Grant<C>[] {
    return [...this.#grants.values()];
  }

  #refusalOf(rights: Rights, tableName: string | undefined): string | undefined {
    const isOther = rights.table !== undefined && rights.table.name !== tableName;
    return isOther ? RENAMED : this.#setup.refusalOf(rights);
  }

  #keep(grant: Grant<C>): Grant<C> {
    this.#grants.set(grant.key, grant);
    this.#setConcerns(grant, true);
    return grant;
  }

  #setConcerns(grant: Grant<C>, isConcerned: boolean): void {
    for (const concern of concernsOf(grant.answer.rights)) {
      const grants = this.#byConcern.get(concern) ?? new Set();
      if (isConcerned) this.#byConcern.set(concern, grants.add(grant));
      else if (grants.delete(grant) && grants.size === 0) this.#byConcern.delete(concern);
    }
  }
}

function join<C extends GrantedChannel>(grant: Grant<C>, channel: C): Grant<C> {
  grant.channels.add(channel);
  return grant;
}

function dismissAll<C extends GrantedChannel>(
  grant: Grant<C>,
  event: 'phx_close' | 'phx_error',
  reason: string | undefined,
): void {
  for (const channel of [...grant.channels]) channel.socket.dismiss(channel, event, { reason });
}
