import type { ChangeEvent } from '@selfdb/sdk';
import { type ApiFilter, parseFilterText } from '../rows/view/filter.ts';

const MAX_TOPICS = 30;
const MAX_TOPIC_LENGTH = 256;
const EVENTS: readonly ChangeEvent[] = ['INSERT', 'UPDATE', 'DELETE'];
const SHOWN = ['INSERT', 'UPDATE', 'DELETE', 'broadcast', 'presence', 'notice'] as const;

/** What a topic is joined with. */
export interface JoinOptions {
  /** Only changes of rows that match. */
  filter?: ApiFilter;
  /** Only these changes. */
  events?: ChangeEvent[];
  /** Begins with the changes after this cursor. */
  since?: string;
}

export interface JoinedTopic {
  topic: string;
  options: JoinOptions;
}

/** Which events the list shows. `notice` stands for what the page itself tells: joined, closed, a gap. */
export type ShownKind = (typeof SHOWN)[number] | 'all';

/** What the page watches and shows. It lives in the URL. */
export interface PageState {
  topics: JoinedTopic[];
  kind: ShownKind;
  text: string;
  order: 'newest' | 'oldest';
}

type Parameters = Partial<Record<string, string | string[]>>;

/** The state that a URL names; what it names wrongly is left out. */
export function readPageState(parameters: Parameters): PageState {
  const { topic = [] } = parameters;
  const names = [...new Set([topic].flat())].filter(isTopic).slice(0, MAX_TOPICS);
  const options = parseFilterText(single(parameters.join)) ?? {};
  return {
    topics: names.map((name) => ({ topic: name, options: readOptions(options[name]) })),
    kind: SHOWN.find((kind) => kind === parameters.kind) ?? 'all',
    text: single(parameters.q).slice(0, MAX_TOPIC_LENGTH),
    order: parameters.order === 'oldest' ? 'oldest' : 'newest',
  };
}

/** The parameters of the URL for a list of topics. */
export function writeTopics(topics: JoinedTopic[]): { topic: string[]; join: string | undefined } {
  const used = topics.filter(({ options }) => Object.keys(options).length > 0);
  return {
    topic: topics.map(({ topic }) => topic),
    join:
      used.length > 0
        ? JSON.stringify(Object.fromEntries(used.map(({ topic, options }) => [topic, options])))
        : undefined,
  };
}

/** The list with a topic joined as given: in its place if it is there already. */
export function withTopic(topics: JoinedTopic[], joined: JoinedTopic): JoinedTopic[] {
  return topics.some(({ topic }) => topic === joined.topic)
    ? topics.map((other) => (other.topic === joined.topic ? joined : other))
    : [...topics, joined].slice(-MAX_TOPICS);
}

/** The address of the page that watches a table. */
export function watchPath(table: string): string {
  return `/realtime?${new URLSearchParams({ topic: `table:${table}` })}`;
}

/** The name of the table that a topic is about; undefined for a room. */
export function tableOf(topic: string): string | undefined {
  return topic.startsWith('table:') ? topic.slice('table:'.length) : undefined;
}

function isTopic(text: string): boolean {
  return /^(?:table|room):./s.test(text) && text.length <= MAX_TOPIC_LENGTH;
}

function readOptions(given: unknown): JoinOptions {
  if (typeof given !== 'object' || given === null) return {};
  const { filter, events, since }: Record<string, unknown> = { ...given };
  const read = parseFilterText(JSON.stringify(filter) ?? '');
  const chosen = Array.isArray(events) ? EVENTS.filter((event) => events.includes(event)) : [];
  return {
    ...(read && { filter: read }),
    ...(chosen.length > 0 && chosen.length < EVENTS.length && { events: chosen }),
    ...(typeof since === 'string' && since !== '' && { since }),
  };
}

function single(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value : '';
}
