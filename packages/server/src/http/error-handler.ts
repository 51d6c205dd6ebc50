import { AppError, type ErrorCode, type Issue, MAX_ISSUES, ValidationError } from '@selfdb/shared/errors';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ZodError } from 'zod';
import { createLog, describeError } from '../log.ts';
import type { AppEnv, Bindings } from './context.ts';
import { describeRefusal } from './describe-refusal.ts';
import { statusOf } from './status.ts';

/** The answer to a thrown error. Anything but an AppError is logged in full and answered with "Internal server error". */
export function answerError<B extends Bindings>(thrown: Error, c: Context<AppEnv<B>>): Response {
  const error = thrown instanceof HTTPException ? fromHttpException(thrown) : thrown;
  if (!(error instanceof AppError) || error.code === 'internal') {
    // If the settings are wrong, there is no log.
    const log = c.get('log') ?? createLog('worker', 'error');
    log('error', 'request_failed', { request_id: c.get('requestId'), ...describeError(error) });
    Object.assign(c.get('logFields') ?? {}, { code: 'internal' });
    return respond(c, 500, 'internal', 'Internal server error');
  }
  if (error.code === 'unavailable') {
    c.get('log')?.('warn', 'unavailable', { request_id: c.get('requestId'), ...describeError(error) });
  }
  if (error.retryAfterSeconds !== undefined) c.header('Retry-After', String(error.retryAfterSeconds));
  if (error.code === 'unauthenticated') c.header('WWW-Authenticate', 'Bearer');
  Object.assign(c.get('logFields') ?? {}, describeRefusal(error));
  const detail = error instanceof ValidationError ? error.issues : error.message;
  return respond(c, statusOf[error.code], error.code, detail, error.fields);
}

/** A ValidationError from zod's. `target` is the validated part of the request: json, query, param, form, header. */
export function toValidationError(error: ZodError, target: string): ValidationError {
  const root = LOCATIONS[target] ?? target;
  const issues: Issue[] = [];
  for (const issue of error.issues) {
    if (issues.length >= MAX_ISSUES) break;
    const loc = [root, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
    if (issue.code === 'unrecognized_keys')
      issues.push(...issue.keys.slice(0, MAX_ISSUES).map(unknownAt(loc)));
    else issues.push({ loc, msg: issue.message, type: issue.code });
  }
  return new ValidationError(issues);
}

function unknownAt(loc: Issue['loc']) {
  return (key: string): Issue => ({
    loc: [...loc, key],
    msg: `${JSON.stringify(key)} is not allowed here`,
    type: 'unknown_field',
  });
}

const LOCATIONS: Record<string, string> = {
  json: 'body',
  form: 'body',
  param: 'path',
  query: 'query',
  header: 'header',
};

const CODE_OF_STATUS: Partial<Record<number, ErrorCode>> = {
  400: 'bad_request',
  413: 'too_large',
  415: 'unsupported_media_type',
};

function fromHttpException(exception: HTTPException): Error {
  const code = CODE_OF_STATUS[exception.status];
  if (!code) return exception;
  const message =
    code === 'unsupported_media_type' ? 'Send the body as application/json.' : exception.message;
  return new AppError(code, message, { cause: exception });
}

function respond<B extends Bindings>(
  c: Context<AppEnv<B>>,
  status: ContentfulStatusCode,
  code: ErrorCode,
  detail: string | Issue[],
  fields: Record<string, unknown> = {},
): Response {
  return c.json({ detail, code, request_id: c.get('requestId'), ...fields }, status);
}
