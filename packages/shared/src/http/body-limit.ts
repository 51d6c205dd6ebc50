import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { AppError } from '../errors.ts';
import type { AppEnv, Bindings } from './context.ts';

type Limit = ReturnType<typeof bodyLimit>;
let configured: { maxBytes: number; handler: Limit } | undefined;

/** Refuses bodies over MAX_BODY_BYTES, by their declared length or, chunked, as soon as they exceed it. */
export function limitBody<B extends Bindings>() {
  return createMiddleware<AppEnv<B>>(async (c, next) => {
    if (c.req.raw.body === null) return next();
    const maxBytes = c.get('env').MAX_BODY_BYTES;
    if (configured?.maxBytes !== maxBytes) configured = { maxBytes, handler: create(maxBytes) };
    return configured.handler(c, next);
  });
}

function create(maxBytes: number): Limit {
  return bodyLimit({
    maxSize: maxBytes,
    onError: () => {
      throw new AppError('too_large', `The body is larger than ${maxBytes} bytes.`);
    },
  });
}
