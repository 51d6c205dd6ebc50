/**
 * The client's own reference for a message. Phoenix sends digits as text; other clients send numbers or null.
 */
export type Ref = string | number | null;

/**
 * The form of frames on a socket: `[join_ref, ref, topic, event, payload]` as in Phoenix Channels 2.0.0, or
 * `{topic, event, payload, ref}` as in 1.0.0 and in SelfDB 0.0.5's Python client.
 */
export type FrameForm = 'array' | 'object';

/** The form and the channel of a frame. */
export interface Address {
  form: FrameForm;
  joinRef: Ref;
  topic: string;
}

/** A message from a client. */
export interface Frame extends Address {
  ref: Ref;
  event: string;
  payload: unknown;
  /** The original text, for forwarding: all numbers keep their digits. */
  payloadText: string;
}

/** Makes a frame from the JSON text of its payload. */
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

/** The reply to a refused frame. `reason` is a sentence that tells a person what to do. */
export function refuse(frame: Frame, reason: string): string {
  return reply(frame, 'error', { reason });
}

/**
 * Makes frames of an event on a channel. Clients that read objects look for `fields` in the payload, so the
 * payload must be an object without these members.
 */
export function frameOf({ form, joinRef, topic }: Address, event: string, fields: object = {}): FrameOf {
  if (form === 'array') {
    const head = `[${JSON.stringify(joinRef)},null,${JSON.stringify(topic)},${JSON.stringify(event)},`;
    return (payloadText) => `${head}${payloadText}]`;
  }
  const head = `${JSON.stringify({ topic, event }).slice(0, -1)},"payload":`;
  const tail = `${JSON.stringify({ ref: null, ...namedJoin(joinRef) }).replace('{', ',')}`;
  const members = JSON.stringify(fields).slice(1, -1);
  if (members === '') return (payloadText) => head + payloadText + tail;
  return (payloadText) =>
    `${head}{${members}${payloadText === '{}' ? '' : ','}${payloadText.slice(1)}${tail}`;
}

function namedJoin(joinRef: Ref): { join_ref?: Ref } {
  return joinRef === null ? {} : { join_ref: joinRef };
}
