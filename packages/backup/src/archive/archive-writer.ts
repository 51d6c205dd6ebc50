import { createHash } from 'node:crypto';
import type { NewArchive } from '../store/backup-store.ts';
import { GzipStream, storedMember, storedMemberBytes } from './gzip-stream.ts';
import { LARGE_HEADER_BYTES, largeTarHeader, TAR_END, tarHeader, tarPadding } from './tar-header.ts';

/** The bytes before the first entry's content, which are written last: its header needs its size. */
export const ARCHIVE_HEAD_BYTES = storedMemberBytes(LARGE_HEADER_BYTES);

export interface EntrySum {
  size: number;
  sha256: string;
}

/**
 * Writes a `.tar.gz` whose first entry may have a length that nobody knows beforehand. The file has two gzip members: the
 * header of the first entry, and everything after it.
 */
export class ArchiveWriter {
  readonly #archive: NewArchive;
  readonly #gzip: GzipStream;
  readonly #mtime: Date;
  #first: { name: string; size: number } | undefined;

  constructor(archive: NewArchive, mtime: Date) {
    this.#archive = archive;
    this.#gzip = new GzipStream((bytes) => archive.append(bytes));
    this.#mtime = mtime;
  }

  /**
   * Writes the first entry. `produce` gives its content to the entry, and should wait for `ready` from time to time. Returns
   * what `produce` does, too.
   */
  async addFirst<T>(name: string, produce: (entry: EntryWriter) => Promise<T>): Promise<[EntrySum, T]> {
    const entry = new EntryWriter(this.#gzip);
    const produced = await produce(entry);
    const sum = entry.end();
    this.#first = { name, size: sum.size };
    return [sum, produced];
  }

  /** Throws if there are more or fewer bytes than `size`. */
  async addFile(
    name: string,
    size: number,
    content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  ): Promise<EntrySum> {
    this.#gzip.write(await tarHeader({ name, size, mtime: this.#mtime }));
    const entry = new EntryWriter(this.#gzip);
    for await (const bytes of content) {
      if (entry.size + bytes.byteLength > size) break;
      entry.write(bytes);
      await entry.ready();
    }
    if (entry.size !== size) throw new Error(`${name} should have ${size} bytes.`);
    return entry.end();
  }

  addText(name: string, text: string): Promise<EntrySum> {
    const bytes = Buffer.from(text);
    return this.addFile(name, bytes.byteLength, [bytes]);
  }

  /** Resolves when the whole archive is durable. */
  async finish(): Promise<void> {
    this.#gzip.write(TAR_END);
    await this.#gzip.end();
    if (!this.#first) throw new Error('An archive begins with its first entry.');
    const header = await largeTarHeader({ ...this.#first, mtime: this.#mtime });
    await this.#archive.finish(await storedMember(header));
  }

  /** Stops compressing. */
  destroy(): void {
    this.#gzip.destroy();
  }
}

/** The content of an entry, counted and hashed. */
export class EntryWriter {
  readonly #gzip: GzipStream;
  readonly #hash = createHash('sha256');
  size = 0;

  constructor(gzip: GzipStream) {
    this.#gzip = gzip;
  }

  /** Takes the bytes, which must not change any more. */
  write(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.size += bytes.byteLength;
    this.#gzip.write(bytes);
  }

  /** Resolves when more may be written. Undefined if that is now. */
  ready(): Promise<void> | undefined {
    return this.#gzip.ready();
  }

  end(): EntrySum {
    this.#gzip.write(tarPadding(this.size));
    return { size: this.size, sha256: this.#hash.digest('hex') };
  }
}
