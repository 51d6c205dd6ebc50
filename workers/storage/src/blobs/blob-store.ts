import type { ByteSpan } from '@selfdb/server/http/byte-range';
import { AppError } from '@selfdb/shared/errors';

/** Stores bytes under keys that no client chooses. Failures are AppErrors: unavailable, insufficient_storage. */
export interface BlobStore {
  /** Begins an object. It appears, complete, when `close` resolves, and not before. */
  write(key: string, options?: WriteOptions): BlobWriter;
  /** The bytes of an object, or of a part of it. */
  read(key: string, range?: ByteSpan): Promise<ReadableStream<Uint8Array>>;
  /** Removes an object. A missing object is no error. */
  remove(key: string): Promise<void>;
  /** Lists all objects, a batch for each call. The cursor of a batch leads to the next; the last one has none. */
  scan(cursor: string | undefined): Promise<ScannedBatch>;
  /** Aborts writes that began before `before` and never ended, unless `scan` shows them. Returns how many. */
  discardUnfinished(before: Date): Promise<number>;
  /** The time at which an object was written. Undefined if it is missing. */
  modifiedAt(key: string): Promise<Date | undefined>;
}

interface WriteOptions {
  /** The whole length in bytes, if known. */
  length?: number | undefined;
}

export interface BlobWriter {
  /** Consumes the bytes before it resolves, so that the caller may reuse their memory. */
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
  /** Discards what was written. Never throws. */
  abort(): Promise<void>;
}

export interface ScannedBatch {
  keys: string[];
  cursor: string | undefined;
}

/** The error when the store can't be used now. */
export function storeUnavailable(cause: unknown): AppError {
  return new AppError('unavailable', 'The file store is not available right now. Try again shortly.', {
    cause,
    retryAfterSeconds: 2,
  });
}

export function storeFull(cause?: unknown): AppError {
  return new AppError('insufficient_storage', 'The file store is full. Delete files, or add storage.', {
    cause,
  });
}

/** The error when bytes are missing although a row refers to them. */
export function bytesMissing(key: string): AppError {
  return new AppError('internal', `the store has no object ${key}`);
}
