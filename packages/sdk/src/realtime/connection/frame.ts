import type { ParseJson } from '../../http/attempt.ts';

/** A message of Phoenix Channels 2.0.0: `[join_ref, ref, topic, event, payload]`. */
export interface PhoenixFrame {
  joinRef: string | null;
  ref: string | null;
  topic: string;
  event: string;
  payload: Record<string, unknown>;
}

/** The server's reply to a frame. `reason` says why it was refused. */
export interface PhoenixReply {
  isOk: boolean;
  reason: string;
  response: Record<string, unknown>;
}

export function encodeFrame({ joinRef, ref, topic, event, payload }: PhoenixFrame): string {
  return JSON.stringify([joinRef, ref, topic, event, payload]);
}

/** Undefined for anything that is not a frame. */
export function decodeFrame(data: unknown, parse: ParseJson = JSON.parse): PhoenixFrame | undefined {
  const parts = parseFrame(data, parse);
  if (!Array.isArray(parts) || parts.length !== 5) return undefined;
  const [joinRef, ref, topic, event, payload]: unknown[] = parts;
  if (typeof topic !== 'string' || typeof event !== 'string') return undefined;
  return { joinRef: toRef(joinRef), ref: toRef(ref), topic, event, payload: toObject(payload) };
}

/** Reads the payload of `phx_reply`. */
export function toReply({ status, response }: Record<string, unknown>): PhoenixReply {
  const fields = toObject(response);
  return { isOk: status === 'ok', reason: reasonIn(fields), response: fields };
}

/** The reason in a payload, or a sentence for a server that gives none. */
export function reasonIn({ reason }: Record<string, unknown>): string {
  return typeof reason === 'string' && reason !== '' ? reason : 'The server gave no reason.';
}

function parseFrame(data: unknown, parse: ParseJson): unknown {
  try {
    return typeof data === 'string' ? parse(data) : undefined;
  } catch {
    return undefined;
  }
}

function toRef(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** The value if it is an object, else an empty one. */
export function toObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
