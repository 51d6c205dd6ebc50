/** A user's presence in a room: a key and the user's own data. */
export interface Presence {
  key: string;
  meta: Meta;
}

interface Meta {
  /** The reference of this one presence. */
  phx_ref: string;
  /** The user's id as the server knows it. */
  user_id: string;
  [name: string]: unknown;
}

/** As Phoenix Presence sends it: `{key: {metas: [{phx_ref, …}]}}`. */
export type PresenceState = Record<string, { metas: Meta[] }>;

export interface PresenceDiff {
  joins: PresenceState;
  leaves: PresenceState;
}

/**
 * The id in a key, in any form that Postgres accepts as a UUID, as Postgres prints it; undefined for other
 * keys.
 */
export function uuidIn(key: string): string | undefined {
  const digits = /^\s*\{?([\da-f-]{32,39})\}?\s*$/i.exec(key)?.[1]?.replaceAll('-', '').toLowerCase();
  if (digits?.length !== 32) return undefined;
  const ends = [8, 12, 16, 20, 32];
  return ends.map((end, i) => digits.slice(ends[i - 1] ?? 0, end)).join('-');
}

export function toState(presences: Iterable<Presence>): PresenceState {
  const metas = new Map<string, Meta[]>();
  for (const { key, meta } of presences) metas.set(key, [...(metas.get(key) ?? []), meta]);
  // Creates own properties even for keys such as `__proto__`.
  return Object.fromEntries([...metas].map(([key, of]) => [key, { metas: of }]));
}

/** The difference between two lists of presences; undefined if there is none. */
export function toDiff(before: Presence[], after: Presence[]): PresenceDiff | undefined {
  const were = new Set(before.map(({ meta }) => meta.phx_ref));
  const are = new Set(after.map(({ meta }) => meta.phx_ref));
  const joined = after.filter(({ meta }) => !were.has(meta.phx_ref));
  const left = before.filter(({ meta }) => !are.has(meta.phx_ref));
  return joined.length + left.length > 0 ? { joins: toState(joined), leaves: toState(left) } : undefined;
}
