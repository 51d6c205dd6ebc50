import { cutText } from './cut-text.ts';

/** The code of an error as callers see it. `packages/server/src/http/status.ts` gives each a status. */
export type ErrorCode =
  | 'bad_request'
  | 'unauthenticated'
  | 'forbidden'
  | 'password_change_required'
  | 'not_found'
  | 'method_not_allowed'
  | 'conflict'
  | 'row_skipped'
  | 'gone'
  | 'precondition_failed'
  | 'too_large'
  | 'unsupported_media_type'
  | 'range_not_satisfiable'
  | 'validation_error'
  | 'upgrade_required'
  | 'too_many_requests'
  | 'checksum_mismatch'
  | 'sql_error'
  | 'unavailable'
  | 'busy'
  | 'insufficient_storage'
  | 'internal';

/** One fault in the input: its location, a sentence, and a stable type. */
export interface Issue {
  loc: (string | number)[];
  msg: string;
  type: string;
}

interface AppErrorOptions {
  cause?: unknown;
  /** Seconds to wait before trying again. */
  retryAfterSeconds?: number;
  /** Further fields of the answer's body. */
  fields?: Record<string, unknown>;
}

/** An error meant for the caller. The message is a sentence a person can act on; it holds no secret and no value. */
export class AppError extends Error {
  override name = 'AppError';
  readonly code: ErrorCode;
  readonly retryAfterSeconds: number | undefined;
  readonly fields: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.fields = options.fields;
  }
}

/** The most issues that an answer names; it leaves out the rest. */
export const MAX_ISSUES = 20;
const MAX_NAME_CHARACTERS = 200;
const MAX_MESSAGE_CHARACTERS = 1000;

/** Invalid input. Keeps at most MAX_ISSUES issues, and cuts long names and messages. */
export class ValidationError extends AppError {
  override name = 'ValidationError';
  readonly issues: Issue[];

  constructor(issues: Issue[], options: AppErrorOptions = {}) {
    const kept = issues.slice(0, MAX_ISSUES).map(shortened);
    super('validation_error', kept.map((issue) => issue.msg).join('; '), options);
    this.issues = kept;
  }
}

function shortened({ loc, msg, type }: Issue): Issue {
  return {
    loc: loc.map((part) => (typeof part === 'string' ? cutText(part, MAX_NAME_CHARACTERS) : part)),
    msg: cutText(msg, MAX_MESSAGE_CHARACTERS),
    type,
  };
}

/** A ValidationError with one issue. */
export function invalid(loc: (string | number)[], msg: string, type = 'value_error'): ValidationError {
  return new ValidationError([{ loc, msg, type }]);
}
