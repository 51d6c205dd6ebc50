import { elementText } from './xml.ts';

interface FailureOptions {
  /** Undefined when no answer came. */
  status?: number | undefined;
  /** S3's own code: NoSuchKey, SlowDown. */
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

/** The failure that an answer reports by its status or, for CompleteMultipartUpload, only in its text. */
export function failureOf(operation: string, status: number, text: string): S3Failure {
  const code = elementText(text, 'Code');
  return new S3Failure(operation, { status, code: code && /^[\w.-]{1,64}$/.test(code) ? code : undefined });
}

/** The failure if no answer came, or only a part of it. */
export function brokenOff(operation: string, error: unknown): S3Failure {
  const reason = error instanceof Error ? error.message : String(error);
  return new S3Failure(operation, { reason: reason.replace(/\?\S*/g, '') });
}

const TRANSIENT_STATUSES = [408, 429, 500, 502, 503, 504];
/** Some services send these with 400, and CompleteMultipartUpload with 200 (Amazon S3 API reference, Error responses). */
const TRANSIENT_CODES = ['InternalError', 'RequestTimeout', 'ServiceUnavailable', 'SlowDown'];
/** Codes of Ceph, versitygw and MinIO. AWS has no such code. */
const FULL = /QuotaExceeded|StorageFull|InsufficientStorage|DiskFull/;

/** Whether the same request may succeed when it is sent again. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof S3Failure) || isFull(error)) return false;
  const { status, code = '' } = error;
  return status === undefined || TRANSIENT_STATUSES.includes(status) || TRANSIENT_CODES.includes(code);
}

/** Whether the object is missing. False if the bucket is missing, because that says nothing about its objects. */
export function isAbsent(error: unknown): boolean {
  return error instanceof S3Failure && error.status === 404 && error.code !== 'NoSuchBucket';
}

/** Whether the service refused because a quota or a disk is full. */
export function isFull({ status, code = '' }: S3Failure): boolean {
  return status === 507 || FULL.test(code);
}
