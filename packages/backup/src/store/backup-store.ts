import type { ArchiveKeys } from '../encryption/keys.ts';

/** Where archives are kept: a directory, or a bucket of S3. */
export interface BackupStore {
  /** Begins an archive. No other call shows it before it is published. */
  create(filename: string, headBytes: number): Promise<NewArchive>;
  /** The bytes, or those from `start` to before `end`. Throws an ArchiveMissing. */
  read(filename: string, range?: { start: number; end: number }): AsyncIterable<Uint8Array>;
  /** Without what was never published, newest first by name. */
  list(): Promise<StoredArchive[]>;
  /** Removes an archive and its note. A missing one is no error. */
  remove(filename: string): Promise<void>;
  /** What is known about an archive beyond its bytes. Undefined if nothing is. */
  readNote(filename: string): Promise<unknown>;
  writeNote(filename: string, note: unknown): Promise<void>;
  /** Removes what processes that were killed have left. To be called while no archive is written. */
  sweep(): Promise<void>;
}

export interface StoredArchive {
  filename: string;
  size: number;
  modifiedAt: Date;
}

/** A store, and what its archives are encrypted with. */
export interface Archives {
  store: BackupStore;
  keys: ArchiveKeys;
}

/** An archive that is being written. Its first bytes, the head, are written last. */
export interface NewArchive {
  /** Consumes the bytes before it resolves. */
  append(bytes: Uint8Array): Promise<void>;
  /** Writes the head. Resolves when all bytes are durable. */
  finish(head: Uint8Array): Promise<void>;
  /** The bytes as they are stored now, after `finish`. */
  read(): AsyncIterable<Uint8Array>;
  /** Makes it visible under its name. */
  publish(): Promise<void>;
  /** Removes what was written. Never throws. */
  discard(): Promise<void>;
}

export class ArchiveMissing extends Error {
  constructor(filename: string) {
    super(`There is no backup ${filename}.`);
  }
}
