import { type PhoenixFrame, reasonIn, toObject } from '../connection/frame.ts';
import type { PresenceChange } from './presence.ts';

export type ChangeEvent = 'INSERT' | 'UPDATE' | 'DELETE';

/** A committed change of a row. */
export interface ChangePayload<Row = Record<string, unknown>> {
  event: ChangeEvent;
  table: string;
  /** The row after the change; null for DELETE. */
  new: Row | null;
  /** The row before the change; null for INSERT. */
  old: Row | null;
  /** Its position. Pass it as `since` to continue after it in another process. */
  cursor: string;
  commitTimestamp: string;
  /** The payload as the server sent it. */
  raw: Record<string, unknown>;
}

/** Some changes could not be sent one by one. Read the rows again. */
export interface GapPayload {
  reason: string;
  cursor: string;
}

/** A message of another client in a room. */
export interface BroadcastPayload {
  event: string;
  payload: unknown;
  raw: Record<string, unknown>;
}

/** What the listeners of a channel receive, by event. `*` stands for every change of a row. */
export interface ChannelEvents<Row> {
  INSERT: ChangePayload<Row>;
  UPDATE: ChangePayload<Row>;
  DELETE: ChangePayload<Row>;
  '*': ChangePayload<Row>;
  gap: GapPayload;
  broadcast: BroadcastPayload;
  presence: PresenceChange;
  /** The channel is joined, for the first time or again. */
  join: { cursor: string | undefined };
  /** The connection broke. `join` follows when the channel is back, with what it missed. */
  loss: object;
  /** The server has closed the channel, or the user has signed out. It does not join again by itself. */
  close: { reason: string };
}

/** Whether a frame is a change of a row. */
export function isChange(event: string): event is ChangeEvent {
  return event === 'INSERT' || event === 'UPDATE' || event === 'DELETE';
}

/** The payload of an INSERT, UPDATE or DELETE. */
export function toChangePayload<Row>(event: ChangeEvent, raw: Record<string, unknown>): ChangePayload<Row> {
  return {
    event,
    table: String(raw.table),
    new: (raw.new ?? null) as Row | null,
    old: (raw.old ?? null) as Row | null,
    cursor: String(raw.cursor),
    commitTimestamp: String(raw.commit_timestamp),
    raw,
  };
}

export function toGapPayload({ payload }: PhoenixFrame): GapPayload {
  return { reason: reasonIn(payload), cursor: String(payload.cursor) };
}

/** Reads `{type: 'broadcast', event, payload}`, which is also the form of Supabase's clients. */
export function toBroadcastPayload(raw: Record<string, unknown>): BroadcastPayload {
  const { event, payload } = toObject(raw);
  return { event: String(event ?? ''), payload, raw };
}
