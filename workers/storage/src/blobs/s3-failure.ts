import { storeFull, storeUnavailable } from './blob-store.ts';
import { readText } from './s3-xml.ts';

interface FailureOptions {
  /** Undefined when no answer came. */
  status?: number | undefined;
  /** As S3 names it: NoSuchKey, SlowDown. */
  code?: string | undefined;
  reason?: string | undefined;
}

/** Why an operation of S3 failed, without address, key or secret: it goes to the log as the cause of an AppError. */
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

/** An answer that says that it failed, in its status or, from CompleteMultipartUpload, in its text alone. */
export function failureOf(operation: string, status: number, text: string): S3Failure {
  const code = readText(text, 'Code');
  return new S3Failure(operation, { status, code: code && /^[\w.-]{1,64}$/.test(code) ? code : undefined });
}

/** No answer, or one that broke off. */
export function brokenOff(operation: string, error: unknown): S3Failure {
  const reason = error instanceof Error ? error.message : String(error);
  return new S3Failure(operation, { reason: reason.replace(/\?\S*/g, '') });
}

const PASSING_STATUSES = [408, 429, 500, 502, 503, 504];
/** Told with 400 by some, or with 200 by CompleteMultipartUpload (Amazon S3 API reference, Error responses). */
const PASSING_CODES = ['InternalError', 'RequestTimeout', 'ServiceUnavailable', 'SlowDown'];
/** AWS has no such thing; Ceph, versitygw and MinIO do. */
const FULL = /QuotaExceeded|StorageFull|InsufficientStorage|DiskFull/;

/** Whether the same request may succeed when it is sent again. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof S3Failure) || isFull(error)) return false;
  const { status, code = '' } = error;
  return status === undefined || PASSING_STATUSES.includes(status) || PASSING_CODES.includes(code);
}

/** Without the bucket itself nothing is known of its objects. */
export function isAbsent(error: unknown): boolean {
  return error instanceof S3Failure && error.status === 404 && error.code !== 'NoSuchBucket';
}

/** For `catch`: throws what the interface of the store promises in place of an S3Failure. */
export function rethrow(error: unknown): never {
  if (!(error instanceof S3Failure)) throw error;
  throw isFull(error) ? storeFull(error) : storeUnavailable(error);
}

function isFull({ status, code = '' }: S3Failure): boolean {
  return status === 507 || FULL.test(code);
}
