import { OpenAPIHono } from '@hono/zod-openapi';
import { AppError } from '@selfdb/shared/errors';
import type { MiddlewareHandler } from 'hono';
import { readBindings } from './bindings.ts';
import type { App, AppEnv, Bindings, WorkerOf } from './context.ts';
import { answerError, toValidationError } from './error-handler.ts';
import { refuseMethod } from './methods.ts';
import { drainBody } from './request/drain-body.ts';
import { ignoreEmptyParameters } from './request/empty-parameters.ts';
import { findPath, keepsSlash, SLASHED } from './request/find-path.ts';
import {
  refuseMalformedEncoding,
  refuseNamelessParameter,
  refuseRepeatedParameters,
} from './request/query-parameters.ts';
import { requireBody } from './request/read-body.ts';
import { requireHost } from './request/require-host.ts';
import { identifyRequest } from './request-id.ts';
import { logRequest } from './request-log.ts';

/**
 * A worker's app with what all workers share: settings, request id, log, and errors in the contract's form. The worker that
 * clients reach adds `cors`. Every route answers with and without a trailing slash, except PATCH and DELETE of one item
 * (`findPath`).
 */
export function createApp<B extends Bindings = Bindings>(
  worker: WorkerOf<B>,
  cors?: MiddlewareHandler<AppEnv<B>>,
): App<B> {
  const app: App<B> = new OpenAPIHono<AppEnv<B>>({
    getPath: (request) => findPath(app, request),
    defaultHook: (result, c) => {
      if (result.target === 'json') requireBody(c);
      if (result.target === 'query') refuseMalformedEncoding(c.req.url);
      if (result.success) {
        if (result.target === 'query') refuseNamelessParameter(c.req.url);
        return;
      }
      if (result.target === 'query') refuseRepeatedParameters(c.req.queries());
      throw toValidationError(result.error, result.target);
    },
  });
  app.use(readBindings<B>(worker));
  app.use(identifyRequest());
  // Clients call this worker; the others are called by it.
  app.use(logRequest<B>({ watchesClient: worker === 'api' }));
  if (cors) app.use(cors);
  app.use(requireHost<B>());
  app.use(ignoreEmptyParameters(app));
  app.onError((error, c) => drainBody(c.req.raw.body, answerError(error, c)));
  app.notFound((c) => {
    refuseMethod(app, c);
    throw new AppError('not_found', keepsSlash(c.req) ? SLASHED : 'There is nothing at this path.');
  });
  return app;
}
