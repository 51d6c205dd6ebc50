import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';
import { z } from 'zod';
import { GzipStream } from '../archive/gzip-stream.ts';
import { TAR_END, tarHeader, tarPadding } from '../archive/tar-header.ts';
import { compactTime } from '../compact-time.ts';
import { ifMissing, listDataFiles } from './data-files.ts';
import { syncDirectory } from './wal-archive.ts';

const CHUNK_BYTES = 256 * 1024;
const OWNER_ONLY = 0o600;

/** What is known about a base backup. It is written when the backup is complete. */
export const BaseBackup = z.object({
  name: z.string(),
  timeline: z.number(),
  /** Recovery begins with this segment. */
  startSegment: z.string(),
  stopLsn: z.string(),
  /** The earliest moment that can be restored with it. */
  stoppedAt: z.string(),
  /** Unpacked. */
  bytes: z.number(),
});
export type BaseBackup = z.infer<typeof BaseBackup>;

/**
 * Packs the data directory of a running server into `directory`. `client` is a superuser's session, which stays open. The files
 * are torn, since the server goes on: only with the log since the start is it a database.
 */
export async function makeBaseBackup(
  client: Client,
  dataDirectory: string,
  directory: string,
): Promise<BaseBackup> {
  const name = `base_${compactTime(new Date())}`;
  const partial = join(directory, `${name}.tar.gz.partial`);
  try {
    const { rows: started } = await client.query<{ segment: string; timeline: string }>(
      `select file as segment, substr(file, 1, 8) as timeline
       from (select pg_walfile_name(pg_backup_start($1, true)) as file) f`,
      [name],
    );
    const tar = await TarFile.create(partial);
    const bytes = await tar.addDirectory(dataDirectory);
    const { rows: stopped } = await client.query<{ lsn: string; labelfile: string; at: Date }>(
      'select lsn::text, labelfile, clock_timestamp() as at from pg_backup_stop(false)',
    );
    const [{ segment, timeline } = missing(), { lsn, labelfile, at } = missing()] = [started[0], stopped[0]];
    await tar.addBytes('backup_label', Buffer.from(labelfile));
    await tar.finish();
    const made = {
      name,
      timeline: Number.parseInt(timeline, 16),
      startSegment: segment,
      stopLsn: lsn,
      stoppedAt: at.toISOString(),
      bytes,
    };
    await rename(partial, join(directory, `${name}.tar.gz`));
    await writeDurably(join(directory, `${name}.json`), JSON.stringify(made));
    await syncDirectory(directory);
    return made;
  } finally {
    await rm(partial, { force: true });
  }
}

function missing(): never {
  throw new Error('Postgres answered without a row.');
}

type OpenFile = Awaited<ReturnType<typeof open>>;

class TarFile {
  readonly #file: OpenFile;
  readonly #gzip: GzipStream;

  private constructor(file: OpenFile) {
    this.#file = file;
    this.#gzip = new GzipStream(async (bytes) => {
      await file.writeFile(bytes);
    });
  }

  static async create(path: string): Promise<TarFile> {
    return new TarFile(await open(path, 'w', OWNER_ONLY));
  }

  /** Returns the number of bytes. */
  async addDirectory(directory: string): Promise<number> {
    try {
      let sum = 0;
      for (const { name, type } of await listDataFiles(directory)) {
        if (type === 'directory') await this.#header(`${name}/`, 0, type);
        else sum += await this.#addFile(directory, name);
      }
      return sum;
    } catch (error) {
      this.#gzip.destroy();
      await this.#file.close();
      throw error;
    }
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

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', OWNER_ONLY);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
