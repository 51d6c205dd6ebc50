import { createHash } from 'node:crypto';
import type { Manifest } from '../archive/manifest.ts';

/** A line of the program sha256sum. */
export function sumLine({ sha256, entry }: { sha256: string; entry: string }): string {
  return `${sha256}  ${entry}\n`;
}

/** Counts files, and hashes the lines that `storage.sha256` has for them. */
export class FileSums {
  readonly #hash = createHash('sha256');
  #count = 0;
  size = 0;
  /** The bytes of the lines. */
  listBytes = 0;

  add(file: { entry: string; size: number; sha256: string }): void {
    const line = sumLine(file);
    this.#hash.update(line);
    this.listBytes += Buffer.byteLength(line);
    this.#count += 1;
    this.size += file.size;
  }

  end(): Manifest['files'] {
    return { count: this.#count, size: this.size, sha256: this.#hash.digest('hex') };
  }
}
