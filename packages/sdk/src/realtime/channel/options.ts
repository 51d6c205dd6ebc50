import type { Filter } from '../../rows/filter.ts';
import type { ChangeEvent } from './events.ts';

/** What a channel asks for when it joins. */
export interface ChannelOptions<Row = Record<string, unknown>> {
  /** Only changes of rows that match, such as `{ year: { gte: 1966 } }`: the filter of `tables.data`. */
  filter?: Filter<Row>;
  /** Only these changes. Default: all. */
  events?: ChangeEvent[];
  /** Changes after this cursor are sent first, or a `gap` if they are no longer known. */
  since?: string;
  /** Your key in the list of who is present. Default: your user id. */
  presenceKey?: string;
  /** Whether you receive your own broadcasts. Default: false. */
  self?: boolean;
}

/** The payload of `phx_join`. `cursor` is how far the channel has come. */
export function joinPayload(
  topic: string,
  options: ChannelOptions,
  cursor: string | undefined,
): Record<string, unknown> {
  const { filter, events, since, presenceKey = '', self = false } = options;
  if (topic.startsWith('room:')) {
    // With `presence`, a client is present only while it tracks something.
    return { config: { broadcast: { ack: true, self }, presence: { key: presenceKey } } };
  }
  return { filter, events, since: cursor ?? since };
}

/** Refusals that pass: the server cannot decide yet, or it was asked too often. Any other one is final. */
export function isPassing(reason: string): boolean {
  return /\b(?:try|join) again\b|messages per second/i.test(reason);
}
