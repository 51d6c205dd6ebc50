import { AppError } from '@selfdb/shared/errors';
import { createMiddleware } from 'hono/factory';
import type { AppEnv, Bindings } from '../context.ts';

/** For routes that declare a url-encoded form, because the validator of @hono/zod-openapi accepts any kind of form. */
export function refuseMultipart<B extends Bindings>() {
  return createMiddleware<AppEnv<B>>(async (c, next) => {
    if (c.req.header('Content-Type')?.toLowerCase().startsWith('multipart/')) {
      throw new AppError(
        'unsupported_media_type',
        'Send the body as application/json or application/x-www-form-urlencoded.',
      );
    }
    await next();
  });
}
