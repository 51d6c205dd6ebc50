import { MAX_NAME_LENGTH } from '@selfdb/shared/realtime/schema';
import type { Frame, FrameForm, Ref } from './frame.ts';

/** The text is not a frame. The message says why. */
export class MalformedFrameError extends Error {
  override name = 'MalformedFrameError';
}

const ARRAY = '[join_ref, ref, topic, event, payload]';
const OBJECT = '{topic, event, payload, ref}';

/** Reads a frame on a socket. The first frame decides the form. Throws MalformedFrameError. */
export function parseFrame(text: string, form?: FrameForm): Frame {
  const parsed = parse(text);
  if (form !== 'object' && Array.isArray(parsed) && parsed.length === 5) {
    const [joinRef, ref, topic, event, payload]: unknown[] = parsed;
    const payloadText = text.slice(afterFourth(text), text.lastIndexOf(']')).trim();
    return { form: 'array', ...names(joinRef, ref, topic, event), payload, payloadText };
  }
  if (form !== 'array' && isObject(parsed)) {
    const { join_ref: joinRef = null, ref = null, topic, event, payload = {} } = parsed;
    const payloadText = memberText(text, 'payload') ?? '{}';
    return { form: 'object', ...names(joinRef, ref, topic, event), payload, payloadText };
  }
  if (form === undefined) throw new MalformedFrameError(`A frame must be ${ARRAY} or ${OBJECT}.`);
  throw new MalformedFrameError(`A frame must be ${form === 'array' ? ARRAY : OBJECT}, like the first one.`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new MalformedFrameError('A frame must be JSON.');
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function names(joinRef: unknown, ref: unknown, topic: unknown, event: unknown) {
  if (!isRef(joinRef) || !isRef(ref))
    throw new MalformedFrameError('join_ref and ref must be strings or null.');
  if (!isName(topic) || !isName(event)) {
    throw new MalformedFrameError(`topic and event must be strings of 1 to ${MAX_NAME_LENGTH} characters.`);
  }
  return { joinRef, ref, topic, event };
}

/** The offset after the fourth comma of an array whose first four items are neither arrays nor objects. */
function afterFourth(text: string): number {
  let at = 0;
  for (let commas = 0; commas < 4; at++) {
    if (text[at] === ',') commas++;
    else if (text[at] === '"') at = closingQuote(text, at);
  }
  return at;
}

/** The text of a member of a JSON object. Of duplicates it takes the last, as JSON.parse does. */
export function memberText(text: string, name: string): string | undefined {
  let found: string | undefined;
  let key: unknown;
  let start = -1;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      const end = closingQuote(text, at);
      if (depth === 1 && start < 0) key = JSON.parse(text.slice(at, end + 1));
      at = end;
    } else if (character === '{' || character === '[') depth++;
    else if (character === ':' && depth === 1) start = at + 1;
    else if (character === ',' || character === '}' || character === ']') {
      if (depth === 1) {
        if (start >= 0 && key === name) found = text.slice(start, at).trim();
        start = -1;
      }
      if (character !== ',') depth--;
    }
  }
  return found;
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
