import { readText } from './xml.ts';

interface FailureOptions {
  /** Undefined when no answer came. */
  status?: number | undefined;
  /** As S3 names it: NoSuchKey, SlowDown. */
  code?: string | undefined;
  reason?: string | undefined;
}

/** Why an operation failed. Its message has no address, key or secret, so it may go to the log. */
export class S3Failure extends Error {
  override name = 'S3Failure';
  readonly status: number | undefined;
  readonly code: string | undefined;

  constructor(operation: string, { status, code, reason }: FailureOptions) {
    super([`S3 ${operation}:`, status, code, reason].filter(Boolean).join(' '));
    this.status = status;
    this.code = code;
  }
}

/** The failure that an answer reports, in its status or, from CompleteMultipartUpload, in its text alone. */
export function failureOf(operation: string, status: number, text: string): S3Failure {
  const code = readText(text, 'Code');
  return new S3Failure(operation, { status, code: code && /^[\w.-]{1,64}$/.test(code) ? code : undefined });
}

/** The failure when no answer came, or one that broke off. */
export function brokenOff(operation: string, error: unknown): S3Failure {
  const reason = error instanceof Error ? error.message : String(error);
  return new S3Failure(operation, { reason: reason.replace(/\?\S*/g, '') });
}

const PASSING_STATUSES = [408, 429, 500, 502, 503, 504];
/** Some services send these with 400, and CompleteMultipartUpload with 200 (Amazon S3 API reference, Error responses). */
const PASSING_CODES = ['InternalError', 'RequestTimeout', 'ServiceUnavailable', 'SlowDown'];
/** Codes of Ceph, versitygw and MinIO. AWS has none. */
const FULL = /QuotaExceeded|StorageFull|InsufficientStorage|DiskFull/;

/** Whether the same request may succeed when it is sent again. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof S3Failure) || isFull(error)) return false;
  const { status, code = '' } = error;
  return status === undefined || PASSING_STATUSES.includes(status) || PASSING_CODES.includes(code);
}

/** Whether the object is missing. If the bucket is, nothing is known of its objects. */
export function isAbsent(error: unknown): boolean {
  return error instanceof S3Failure && error.status === 404 && error.code !== 'NoSuchBucket';
}

/** Whether the service refused because a quota or a disk is full. */
export function isFull({ status, code = '' }: S3Failure): boolean {
  return status === 507 || FULL.test(code);
}
