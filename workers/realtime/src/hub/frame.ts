/** What a client made up to tell its messages apart. Phoenix' own sends digits as text; others numbers, or null. */
export type Ref = string | number | null;

/**
 * How frames are written on a socket: as Phoenix Channels 2.0.0 does, `[join_ref, ref, topic, event, payload]`, or as 1.0.0 and
 * SelfDB 0.0.5's Python client do, `{topic, event, payload, ref}`.
 */
export type FrameForm = 'array' | 'object';

/** For whom a frame is: in which form, and of which channel. */
export interface Address {
  form: FrameForm;
  joinRef: Ref;
  topic: string;
}

/** A message of a client. */
export interface Frame extends Address {
  ref: Ref;
  event: string;
  payload: unknown;
  /** As it came, for whoever passes it on: every number keeps its digits. */
  payloadText: string;
}

/** Makes a frame of the JSON text of its payload. */
export type FrameOf = (payloadText: string) => string;

/** The text of a reply to a frame. */
export function reply(
  { form, joinRef, ref, topic }: Frame,
  status: 'ok' | 'error',
  response: object = {},
): string {
  const payload = { status, response };
  if (form === 'array') return JSON.stringify([joinRef, ref, topic, 'phx_reply', payload]);
  return JSON.stringify({ topic, event: 'phx_reply', payload, ref, ...namedJoin(joinRef) });
}

/** The reply to what is refused; `reason` is a sentence a person can act on. */
export function refuse(frame: Frame, reason: string): string {
  return reply(frame, 'error', { reason });
}

/**
 * Makes frames of an event to a channel. `told` is what a client that reads objects looks for in the payload itself, which
 * then has to be an object without these.
 */
export function frameOf({ form, joinRef, topic }: Address, event: string, told: object = {}): FrameOf {
  if (form === 'array') {
    const head = `[${JSON.stringify(joinRef)},null,${JSON.stringify(topic)},${JSON.stringify(event)},`;
    return (payloadText) => `${head}${payloadText}]`;
  }
  const head = `${JSON.stringify({ topic, event }).slice(0, -1)},"payload":`;
  const tail = `${JSON.stringify({ ref: null, ...namedJoin(joinRef) }).replace('{', ',')}`;
  const members = JSON.stringify(told).slice(1, -1);
  if (members === '') return (payloadText) => head + payloadText + tail;
  return (payloadText) =>
    `${head}{${members}${payloadText === '{}' ? '' : ','}${payloadText.slice(1)}${tail}`;
}

function namedJoin(joinRef: Ref): { join_ref?: Ref } {
  return joinRef === null ? {} : { join_ref: joinRef };
}
