import { AppError } from '@selfdb/shared/errors';

/** Where bytes lie, under keys that nobody outside chooses. Failures are AppErrors: unavailable, insufficient_storage. */
export interface BlobStore {
  /** Begins an object. It is there, whole, once `close` has resolved, and never before. */
  write(key: string, options?: WriteOptions): BlobWriter;
  /** The bytes of an object, or of a part of it. */
  read(key: string, range?: ByteSpan): Promise<ReadableStream<Uint8Array>>;
  /** Removes an object; one that is not there is no error. */
  remove(key: string): Promise<void>;
  /** Every object in turn, a batch for each call; the cursor of a batch leads to the next, the last one has none. */
  scan(cursor: string | undefined): Promise<ScannedBatch>;
  /** Gives up writes that were begun before `before` by a process that is gone, where `scan` does not show them. */
  discardUnfinished(before: Date): Promise<number>;
  /** When an object was written; undefined when it is not there. */
  modifiedAt(key: string): Promise<Date | undefined>;
}

export interface WriteOptions {
  /** Bytes, where the whole length is known. */
  length?: number | undefined;
}

export interface BlobWriter {
  /** Takes the bytes before it resolves: the caller may use their memory again. */
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
  /** Leaves nothing behind. Never throws. */
  abort(): Promise<void>;
}

export interface ByteSpan {
  offset: number;
  length: number;
}

export interface ScannedBatch {
  keys: string[];
  cursor: string | undefined;
}

/** The store can't be used now. */
export function storeUnavailable(cause: unknown): AppError {
  return new AppError('unavailable', 'The file store is not available right now. Try again shortly.', {
    cause,
    retryAfterSeconds: 2,
  });
}

export function storeFull(cause?: unknown): AppError {
  return new AppError(
    'insufficient_storage',
    'There is no room left to store this. Delete files, or add room.',
    {
      cause,
    },
  );
}

/** Bytes that a row promises are not there. */
export function bytesMissing(key: string): AppError {
  return new AppError('internal', `the store has no object ${key}`);
}
