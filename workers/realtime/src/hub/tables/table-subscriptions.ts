import { compileFilter } from '../../matching/compile-filter.ts';
import { type Authorization, RefusedError } from '../authorization/authorizations.ts';
import { RENAMED } from '../authorization/rights.ts';
import { Audience } from './audience.ts';
import type { TableChannel } from './table-channel.ts';

export type TableAuthorization = Authorization<TableChannel>;

/** The right and the audience of a channel. */
interface TableSubscription {
  authorization: TableAuthorization;
  /** In the registry. */
  tableId: string;
  relid: number;
  audience: Audience;
}

/** Which channel listens to which table, and by which right. */
export class TableSubscriptions {
  readonly #maxNumericDigits: number;
  readonly #subscriptions = new Map<TableChannel, TableSubscription>();
  readonly #audiences = new Map<number, Audience>();

  constructor(maxNumericDigits: number) {
    this.#maxNumericDigits = maxNumericDigits;
  }

  get(channel: TableChannel): TableSubscription | undefined {
    return this.#subscriptions.get(channel);
  }

  channels(): Iterable<TableChannel> {
    return this.#subscriptions.keys();
  }

  /** The listeners of a table, if there are any. */
  audienceOf(relid: number): Audience | undefined {
    return this.#audiences.get(relid);
  }

  /** Throws ValidationError if the channel's filter does not fit the table. Call `remove` in that case too. */
  add(channel: TableChannel, authorization: TableAuthorization): void {
    const relid = relidOf(authorization);
    const audience = this.audienceOf(relid) ?? new Audience();
    this.#subscriptions.set(channel, { authorization, tableId: idOf(authorization), relid, audience });
    this.#compile(channel, authorization);
    this.#audiences.set(relid, audience);
    audience.add(channel);
  }

  /**
   * Follows a new answer, also to a table that a restore has created again. Throws RefusedError if the name belongs to
   * another table, or ValidationError as `add`.
   */
  renew(channel: TableChannel, authorization: TableAuthorization): void {
    const subscription = this.#subscriptions.get(channel);
    if (!subscription) return;
    subscription.audience.remove(channel);
    if (idOf(authorization) !== subscription.tableId) throw new RefusedError(RENAMED);
    this.remove(channel);
    this.add(channel, authorization);
    // The old filter has judged what the channel holds, and rows of a table that was created again may have passed it by.
    if (channel.filter || relidOf(authorization) !== subscription.relid) channel.forgetHeld();
  }

  /** Returns the right that the channel had. */
  remove(channel: TableChannel): TableAuthorization | undefined {
    const subscription = this.#subscriptions.get(channel);
    if (!subscription) return undefined;
    const { authorization, relid, audience } = subscription;
    this.#subscriptions.delete(channel);
    audience.remove(channel);
    if (audience.size === 0 && this.#audiences.get(relid) === audience) this.#audiences.delete(relid);
    return authorization;
  }

  #compile(channel: TableChannel, { answer }: TableAuthorization): void {
    const { filter } = channel.options;
    channel.filter =
      filter === undefined ? undefined : compileFilter(filter, answer.columns, this.#maxNumericDigits);
  }
}

function idOf({ answer }: TableAuthorization): string {
  return answer.rights.table?.id ?? '';
}

export function relidOf({ answer }: TableAuthorization): number {
  return answer.rights.table?.relid ?? 0;
}
