import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GzipStream } from '../archive/gzip-stream.ts';
import { TAR_END, tarHeader, tarPadding } from '../archive/tar-header.ts';
import { OWNER_ONLY } from '../store/durable-files.ts';
import { ifMissing, listDataFiles } from './data-files.ts';

const CHUNK_BYTES = 256 * 1024;

type OpenFile = Awaited<ReturnType<typeof open>>;

/** A `.tar.gz` of the files of a running server. */
export class TarFile {
  readonly #path: string;
  readonly #file: OpenFile;
  readonly #gzip: GzipStream;

  private constructor(path: string, file: OpenFile) {
    this.#path = path;
    this.#file = file;
    this.#gzip = new GzipStream(async (bytes) => {
      await file.writeFile(bytes);
    });
  }

  static async create(path: string): Promise<TarFile> {
    return new TarFile(path, await open(path, 'w', OWNER_ONLY));
  }

  /** Returns the number of bytes. */
  async addDirectory(directory: string): Promise<number> {
    let sum = 0;
    for (const { name, type } of await listDataFiles(directory)) {
      if (type === 'directory') await this.#header(`${name}/`, 0, type);
      else sum += await this.#addFile(directory, name);
    }
    return sum;
  }

  async addBytes(name: string, bytes: Buffer): Promise<void> {
    await this.#header(name, bytes.byteLength, 'file');
    this.#gzip.write(bytes);
    this.#gzip.write(tarPadding(bytes.byteLength));
  }

  /** Resolves when the file is durable. */
  async finish(): Promise<void> {
    this.#gzip.write(TAR_END);
    await this.#gzip.end();
    await this.#file.sync();
    await this.#file.close();
  }

  async discard(): Promise<void> {
    this.#gzip.destroy();
    await this.#file.close().catch(() => {});
    await rm(this.#path, { force: true });
  }

  async #header(name: string, size: number, type: 'file' | 'directory'): Promise<void> {
    this.#gzip.write(await tarHeader({ name, size, mtime: new Date(), type }));
  }

  async #addFile(directory: string, name: string): Promise<number> {
    const file = await open(join(directory, name), 'r').catch(ifMissing);
    if (Array.isArray(file)) return 0;
    try {
      const { size } = await file.stat();
      await this.#header(name, size, 'file');
      for (let position = 0; position < size; position += CHUNK_BYTES) {
        // What was cut off meanwhile stays zero; the log has the cut.
        const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, size - position));
        await file.read(chunk, 0, chunk.byteLength, position);
        this.#gzip.write(chunk);
        await this.#gzip.ready();
      }
      this.#gzip.write(tarPadding(size));
      return size;
    } finally {
      await file.close();
    }
  }
}
