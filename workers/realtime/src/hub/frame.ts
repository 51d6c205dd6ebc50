/** What a client made up to tell its messages apart. Phoenix' own sends digits as text; others numbers, or null. */
export type Ref = string | number | null;

/** A message of Phoenix Channels 2.0.0: `[join_ref, ref, topic, event, payload]`. */
export interface Frame {
  joinRef: Ref;
  ref: Ref;
  topic: string;
  event: string;
  payload: unknown;
  /** As it came, for whoever passes it on: every number keeps its digits. */
  payloadText: string;
}

/** The text is no frame; the message says why. */
export class MalformedFrameError extends Error {
  override name = 'MalformedFrameError';
}

const MAX_NAME_LENGTH = 256;

/** Reads a frame. Throws MalformedFrameError. */
export function parseFrame(text: string): Frame {
  const parts = parse(text);
  if (!Array.isArray(parts) || parts.length !== 5) {
    throw new MalformedFrameError('A frame is [join_ref, ref, topic, event, payload].');
  }
  const [joinRef, ref, topic, event, payload]: unknown[] = parts;
  if (!isRef(joinRef) || !isRef(ref)) throw new MalformedFrameError('join_ref and ref are texts or null.');
  if (!isName(topic) || !isName(event)) {
    throw new MalformedFrameError(`topic and event are texts of 1 to ${MAX_NAME_LENGTH} characters.`);
  }
  const payloadText = text.slice(afterFourth(text), text.lastIndexOf(']')).trim();
  return { joinRef, ref, topic, event, payload, payloadText };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new MalformedFrameError('A frame is JSON.');
  }
}

/** Behind the fourth comma of an array whose first four items are neither arrays nor objects. */
function afterFourth(text: string): number {
  let at = 0;
  for (let commas = 0; commas < 4; at++) {
    if (text[at] === ',') commas++;
    else if (text[at] === '"') at = closingQuote(text, at);
  }
  return at;
}

function closingQuote(text: string, open: number): number {
  let at = open + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function isRef(value: unknown): value is Ref {
  if (typeof value === 'string') return value.length <= MAX_NAME_LENGTH;
  return value === null || typeof value === 'number';
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= MAX_NAME_LENGTH;
}

/** The text of a reply to a frame. */
export function reply({ joinRef, ref, topic }: Frame, status: 'ok' | 'error', response: object = {}): string {
  return JSON.stringify([joinRef, ref, topic, 'phx_reply', { status, response }]);
}

/** The reply to what is refused; `reason` is a sentence a person can act on. */
export function refuse(frame: Frame, reason: string): string {
  return reply(frame, 'error', { reason });
}

/** What a frame of an event to a channel begins with; the JSON of the payload and `]` make it whole. */
export function frameHead(joinRef: Ref, topic: string, event: string): string {
  return `[${JSON.stringify(joinRef)},null,${JSON.stringify(topic)},${JSON.stringify(event)},`;
}
