import { describeRefusal } from '@selfdb/server/http/describe-refusal';
import { statusOf } from '@selfdb/server/http/status';
import { createLog, describeError, flushLog } from '@selfdb/server/log';
import { AppError, ValidationError } from '@selfdb/shared/errors';

/** The answer to a thrown error, in the form of the API's errors. Only an AppError says what it is. */
export function toErrorAnswer(
  error: unknown,
  requestId: string,
  asked: { method?: string; path?: string } = {},
): Response {
  if (!(error instanceof AppError)) {
    createLog('admin', 'error')('error', 'request_failed', {
      request_id: requestId,
      ...describeError(error),
    });
    return respond(500, requestId, { code: 'internal', detail: 'Internal server error' });
  }
  const line = { request_id: requestId, ...asked, status: statusOf[error.code], ...describeRefusal(error) };
  createLog('admin', 'info')('info', 'request', line);
  flushLog();
  const detail = error instanceof ValidationError ? error.issues : error.message;
  const answer = respond(statusOf[error.code], requestId, { detail, code: error.code, ...error.fields });
  if (error.retryAfterSeconds !== undefined) {
    answer.headers.set('Retry-After', String(error.retryAfterSeconds));
  }
  return answer;
}

function respond(status: number, requestId: string, body: object): Response {
  const headers = {
    'X-Request-Id': requestId,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
  };
  return Response.json({ ...body, request_id: requestId }, { status, headers });
}
