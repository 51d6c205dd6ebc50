interface ErrorInfo {
  status?: number | undefined;
  code?: string | undefined;
  /** The body of the answer. */
  details?: unknown;
  requestId?: string | undefined;
  cause?: unknown;
}

/** What every error of this package is. */
export class SelfDBError extends Error {
  override name = 'SelfDBError';
  /** The HTTP status; undefined if there was no answer. */
  readonly status: number | undefined;
  /** A stable code in snake_case, such as `not_found`. */
  readonly code: string | undefined;
  /** The body of the answer. */
  readonly details: unknown;
  /** What the server says: a sentence, or with the status 422 a list of faults and their locations. */
  readonly detail: unknown;
  /** The id under which the server's log has the request. */
  readonly requestId: string | undefined;

  constructor(message: string, info: ErrorInfo = {}) {
    super(message, info.cause === undefined ? undefined : { cause: info.cause });
    this.status = info.status;
    this.code = info.code;
    this.details = info.details;
    this.detail = fieldOf(info.details, 'detail');
    this.requestId = info.requestId;
  }
}

/** There was no answer: the server can't be reached, the connection broke, or the time was up (`code` is then `timeout`). */
export class APIConnectionError extends SelfDBError {
  override name = 'APIConnectionError';
}

/** The request is not valid (400, 422 and other statuses below 500), or could not be sent as it is (no status). */
export class BadRequestError extends SelfDBError {
  override name = 'BadRequestError';
}

/** The API key or the token is missing, wrong or expired (401). */
export class AuthenticationError extends SelfDBError {
  override name = 'AuthenticationError';
}

/** You may not do this (403). */
export class PermissionDeniedError extends SelfDBError {
  override name = 'PermissionDeniedError';
}

/** It does not exist, or you may not see it (404). */
export class NotFoundError extends SelfDBError {
  override name = 'NotFoundError';
}

/** It contradicts what is there, such as a name that is taken (409). */
export class ConflictError extends SelfDBError {
  override name = 'ConflictError';
}

/** Too many attempts (429). */
export class RateLimitError extends SelfDBError {
  override name = 'RateLimitError';
  /** How long to wait before the next attempt. */
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, info: ErrorInfo & { retryAfterSeconds?: number | undefined } = {}) {
    super(message, info);
    this.retryAfterSeconds = info.retryAfterSeconds;
  }
}

/** The server failed, or is not available right now (5xx). */
export class InternalServerError extends SelfDBError {
  override name = 'InternalServerError';
}

const CLASSES: Record<number, typeof SelfDBError> = {
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: NotFoundError,
  409: ConflictError,
  429: RateLimitError,
};

/** The error that an answer with a status from 400 stands for. */
export function errorOf(response: Response, body: string): SelfDBError {
  const details = parsed(body);
  const { status } = response;
  const ErrorClass = CLASSES[status] ?? (status >= 500 ? InternalServerError : BadRequestError);
  const info = {
    status,
    details,
    code: textField(details, 'code'),
    requestId: textField(details, 'request_id') ?? response.headers.get('X-Request-Id') ?? undefined,
    retryAfterSeconds: retryAfterOf(response),
  };
  return new ErrorClass(messageOf(details) ?? `The server answered with the status ${status}.`, info);
}

/** The seconds in `Retry-After`; undefined if there are none. */
export function retryAfterOf({ headers }: Response): number | undefined {
  const text = headers.get('Retry-After');
  return text && /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

function messageOf(details: unknown): string | undefined {
  const detail = fieldOf(details, 'detail');
  if (!Array.isArray(detail)) return typeof detail === 'string' ? detail : undefined;
  return detail.map((issue) => `${locationOf(issue)}${textField(issue, 'msg') ?? ''}`).join('; ');
}

function locationOf(issue: unknown): string {
  const loc = fieldOf(issue, 'loc');
  return Array.isArray(loc) && loc.length > 0 ? `${loc.join('.')}: ` : '';
}

function textField(value: unknown, name: string): string | undefined {
  const field = fieldOf(value, name);
  return typeof field === 'string' ? field : undefined;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body === '' ? undefined : body;
  }
}
