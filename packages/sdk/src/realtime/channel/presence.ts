import { toObject } from '../connection/frame.ts';

/** One presence of a user in a room: what `track` was given, and what the server adds. */
export interface PresenceMeta {
  /** The user's id, as the server knows it. */
  user_id: string;
  /** The reference of this presence. A user with two tabs has two. */
  phx_ref: string;
  [name: string]: unknown;
}

/** Who is in a room, by key (the user's id unless the channel has a `presenceKey`). */
export type PresenceList = Record<string, PresenceMeta[]>;

/** What has changed in a room, and who is there now. */
export interface PresenceChange {
  state: PresenceList;
  joins: PresenceList;
  leaves: PresenceList;
}

/** Reads `{key: {metas: [{phx_ref, …}]}}`. */
export function readPresences(payload: unknown): PresenceList {
  const entries = Object.entries(toObject(payload)).map(([key, value]): [string, PresenceMeta[]] => {
    const { metas } = toObject(value);
    return [key, Array.isArray(metas) ? metas : []];
  });
  return Object.fromEntries(entries.filter(([, metas]) => metas.length > 0));
}

/** The change from what was known to the whole list that the server sends after a join. */
export function replacePresences(before: PresenceList, state: PresenceList): PresenceChange {
  return { state, joins: without(state, before), leaves: without(before, state) };
}

/** Applies a `presence_diff`. */
export function applyPresenceDiff(before: PresenceList, diff: Record<string, unknown>): PresenceChange {
  const [joins, leaves] = [readPresences(diff.joins), readPresences(diff.leaves)];
  const stayed = without(before, leaves);
  const added = Object.entries(without(joins, stayed)).map(([key, metas]): [string, PresenceMeta[]] => [
    key,
    [...(Object.hasOwn(stayed, key) ? (stayed[key] ?? []) : []), ...metas],
  ]);
  // Creates own properties even for keys such as `__proto__`.
  const state = Object.fromEntries([...Object.entries(stayed), ...added]);
  return { state, joins, leaves };
}

/** The presences of the first list that are not in the second. */
function without(list: PresenceList, other: PresenceList): PresenceList {
  const refs = new Set(Object.values(other).flatMap((metas) => metas.map(({ phx_ref }) => phx_ref)));
  const entries = Object.entries(list).map(([key, metas]): [string, PresenceMeta[]] => [
    key,
    metas.filter(({ phx_ref }) => !refs.has(phx_ref)),
  ]);
  return Object.fromEntries(entries.filter(([, metas]) => metas.length > 0));
}
