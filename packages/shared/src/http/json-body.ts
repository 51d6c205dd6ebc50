import type { HonoRequest } from 'hono';
import { createMiddleware } from 'hono/factory';
import { AppError, invalid } from '../errors.ts';
import type { AppEnv, Bindings } from './context.ts';

const MAX_DEPTH = 200;
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/**
 * Reads a JSON body as text once, and refuses what is not UTF-8 or nested too deeply to be handled safely. A body
 * without a type is refused too: validation would take it for none.
 */
export function readJsonBody<B extends Bindings>() {
  return createMiddleware<AppEnv<B>>(async (c, next) => {
    const type = c.req.header('Content-Type');
    if (c.req.raw.body !== null && (type === undefined || isJson(type))) {
      const bytes = await c.req.arrayBuffer();
      if (type !== undefined) keepText(c.req, readText(bytes));
      else if (bytes.byteLength > 0)
        throw new AppError('unsupported_media_type', 'Send the body as application/json.');
    }
    await next();
  });
}

function readText(bytes: ArrayBuffer): string {
  const text = decode(bytes);
  if (!isDeeperThan(text, MAX_DEPTH)) return text;
  throw invalid(['body'], `nested deeper than ${MAX_DEPTH} levels`, 'nesting');
}

/** Hono keeps promises here (its types say otherwise); the bytes are let go. */
function keepText({ bodyCache }: HonoRequest, text: string): void {
  Object.assign(bodyCache, { text: Promise.resolve(text) });
  delete bodyCache.arrayBuffer;
}

/** Whether a JSON text nests arrays and objects deeper than `limit`. Brackets inside strings do not count. */
export function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (inString) {
      if (char === BACKSLASH) i++;
      else if (char === QUOTE) inString = false;
    } else if (char === QUOTE) inString = true;
    else if (char === OPEN_BRACKET || char === OPEN_BRACE) {
      if (++depth > limit) return true;
    } else if (char === CLOSE_BRACKET || char === CLOSE_BRACE) depth--;
  }
  return false;
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

function isJson(contentType: string): boolean {
  return /^application\/([a-z.-]+\+)?json/i.test(contentType);
}

function decode(bytes: ArrayBuffer): string {
  try {
    return strictUtf8.decode(bytes);
  } catch (error) {
    throw new AppError('bad_request', 'The body is not valid UTF-8.', { cause: error });
  }
}
