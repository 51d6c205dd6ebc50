import { OpenAPIHono } from '@hono/zod-openapi';
import { AppError } from '../errors.ts';
import { readBindings } from './bindings.ts';
import type { App, AppEnv, Bindings } from './context.ts';
import { allowOrigins } from './cors.ts';
import { answerError, toValidationError } from './error-handler.ts';
import { lingerOver } from './linger.ts';
import { allowedMethods } from './methods.ts';
import { identifyRequest } from './request-id.ts';

/**
 * A worker's app with what all of them share: settings, request id, CORS, and errors in the contract's form.
 * Every route answers with and without a trailing slash.
 */
export function createApp<B extends Bindings = Bindings>(service: string): App<B> {
  const app: App<B> = new OpenAPIHono<AppEnv<B>>({
    strict: false,
    defaultHook: (result) => {
      if (!result.success) throw toValidationError(result.error, result.target);
    },
  });
  app.use(readBindings<B>(service));
  app.use(identifyRequest<B>());
  app.use(allowOrigins<B>());
  app.onError((error, c) => lingerOver(c.req.raw.body, answerError(error, c)));
  app.notFound((c) => {
    const methods = allowedMethods(app, c.req.path);
    if (methods.length === 0) throw new AppError('not_found', 'There is nothing at this path.');
    c.header('Allow', methods.join(', '));
    throw new AppError('method_not_allowed', `Use ${methods.join(' or ')} here.`);
  });
  return app;
}
