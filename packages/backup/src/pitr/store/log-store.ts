/** Where the log and the base backups of a database are kept: a directory, or a folder in a bucket of S3. */
export interface LogStore {
  /** For messages to administrators. */
  place: string;
  /** Resolves when the file is durable. Nobody sees a part of it. The caller makes sure that there is none of this name. */
  put(name: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  /** Throws a FileMissing. */
  read(name: string): AsyncIterable<Uint8Array>;
  has(name: string): Promise<boolean>;
  /** The names that begin with this, in order. */
  list(prefix: string): Promise<string[]>;
  /** A missing file is no error. */
  remove(name: string): Promise<void>;
  /** Removes what killed processes have left of files that begin with this. Call it while none is written. */
  sweep(prefix: string): Promise<void>;
}

export class FileMissing extends Error {
  constructor(name: string, place: string) {
    super(`There is no ${name} in ${place}.`);
  }
}
