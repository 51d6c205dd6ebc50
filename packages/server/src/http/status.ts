import type { ErrorCode } from '@selfdb/shared/errors';
import type { ContentfulStatusCode, UnofficialStatusCode } from 'hono/utils/http-status';

/** The status of every error code. The compiler checks that none is missing. */
export const statusOf = {
  bad_request: 400,
  sql_error: 400,
  unauthenticated: 401,
  forbidden: 403,
  // Only the dashboard asks for it.
  password_change_required: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  // A trigger prevented the write.
  row_skipped: 409,
  gone: 410,
  precondition_failed: 412,
  too_large: 413,
  unsupported_media_type: 415,
  range_not_satisfiable: 416,
  validation_error: 422,
  upgrade_required: 426,
  too_many_requests: 429,
  // From the tus protocol; no standard has it.
  checksum_mismatch: 460 as UnofficialStatusCode,
  internal: 500,
  unavailable: 503,
  // The caller's share is used up; other callers are served.
  busy: 503,
  insufficient_storage: 507,
} as const satisfies Record<ErrorCode, ContentfulStatusCode>;
