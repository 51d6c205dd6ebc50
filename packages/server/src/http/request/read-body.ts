import { AppError, invalid } from '@selfdb/shared/errors';
import type { Context, HonoRequest } from 'hono';
import { createMiddleware } from 'hono/factory';
import { hasMoreFieldsThan, isDeeperThan } from '../../json/json-extent.ts';
import type { AppContext, AppEnv, Bindings } from '../context.ts';
import { refuseEncodedBody } from './content-encoding.ts';
import { readableType } from './content-type.ts';

const MAX_DEPTH = 200;
/** More than a table of Postgres can have columns. */
const MAX_FIELDS = 2000;
/** The type that nearly all clients send, which needs no normalizing. */
const COMMON = /^application\/json(?:; ?charset=utf-8)?$/i;
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/**
 * Reads the body of a request once, up to MAX_BODY_BYTES or `maxBytes`, and keeps it for the handler: JSON as text, anything
 * else as bytes. Refuses JSON that is not UTF-8, that is nested too deeply, or that has so many fields that parsing takes long.
 * Refuses a body without a type, which validation would treat as no body.
 */
export function readBody<B extends Bindings>({ maxBytes = Number.POSITIVE_INFINITY } = {}) {
  return createMiddleware<AppEnv<B>>(async (c, next) => {
    if (c.req.raw.body !== null) await takeBody(c, Math.min(maxBytes, c.get('env').MAX_BODY_BYTES));
    else if (c.req.header('Content-Type') !== undefined) dropBody(c);
    await next();
  });
}

async function takeBody<B extends Bindings>(c: AppContext<B>, maxBytes: number): Promise<void> {
  refuseEncodedBody(c);
  const type = takeType(c);
  const bytes = await readBytes(c.req.raw, maxBytes).catch(fail);
  if (bytes.byteLength === 0) return dropBody(c);
  if (type === undefined) {
    throw new AppError('unsupported_media_type', 'Send the body as application/json.');
  }
  if (isJson(type)) keep(c.req, { text: readText(bytes) });
  else keep(c.req, { arrayBuffer: bytes });
}

/** Removes the `Content-Type` of an empty body, which many clients send. */
function dropBody<B extends Bindings>(c: AppContext<B>): void {
  const headers = new Headers(c.req.raw.headers);
  headers.delete('Content-Type');
  c.req.raw = new Request(c.req.url, { method: c.req.method, headers });
}

/** Throws a ValidationError if `readBody` found no body. For routes that require a JSON body. */
export function requireBody<B extends Bindings>(c: Context<AppEnv<B>>): void {
  if (c.req.header('Content-Type') === undefined) throw invalid(['body'], 'a body is required', 'missing');
}

/** The type of the body, normalized for the validators of @hono/zod-openapi. */
function takeType<B extends Bindings>(c: AppContext<B>): string | undefined {
  const given = c.req.header('Content-Type');
  if (given === undefined || COMMON.test(given)) return given;
  const type = readableType(given);
  if (type === given) return given;
  const headers = new Headers(c.req.raw.headers);
  headers.set('Content-Type', type);
  c.req.raw = new Request(c.req.raw, { headers });
  return type;
}

/** The bytes of a body as they came, of any type. Throws too_large, and bad_request for a body that breaks off. */
export function readRawBody(request: Request, maxBytes: number): Promise<ArrayBuffer> {
  return readBytes(request, maxBytes).catch(fail);
}

/** Throws too_large by the declared length, which the server enforces, or as soon as too many bytes have arrived. */
async function readBytes(request: Request, maxBytes: number): Promise<ArrayBuffer> {
  const declared = request.headers.get('Content-Length');
  if (declared !== null && Number(declared) > maxBytes) throw tooLarge(maxBytes);
  if (declared !== null || request.body === null) return request.arrayBuffer();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    size += read.value.byteLength;
    if (size > maxBytes) {
      // So that the rest of the body can be drained.
      reader.releaseLock();
      throw tooLarge(maxBytes);
    }
    chunks.push(read.value);
  }
  return new Blob(chunks).arrayBuffer();
}

/** Reading fails when the client breaks off or sends a malformed chunk. */
function fail(error: unknown): never {
  throw error instanceof AppError ? error : unreadableBody(error);
}

export function unreadableBody(cause: unknown): AppError {
  return new AppError('bad_request', 'The body is malformed or ended early.', { cause });
}

function tooLarge(maxBytes: number): AppError {
  return new AppError('too_large', `The body is larger than ${maxBytes} bytes.`);
}

function readText(bytes: ArrayBuffer): string {
  const text = decode(bytes);
  if (isDeeperThan(text, MAX_DEPTH))
    throw invalid(['body'], `nested deeper than ${MAX_DEPTH} levels`, 'nesting');
  if (hasMoreFieldsThan(text, MAX_FIELDS))
    throw invalid(['body'], `must have at most ${MAX_FIELDS} fields`, 'too_many_fields');
  return text;
}

/** Hono caches promises here, contrary to its types. */
function keep({ bodyCache }: HonoRequest, body: { text: string } | { arrayBuffer: ArrayBuffer }): void {
  for (const [form, value] of Object.entries(body))
    Object.assign(bodyCache, { [form]: Promise.resolve(value) });
}

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
