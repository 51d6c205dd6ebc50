import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { OWNER_ONLY, syncDirectory } from '../store/durable-files.ts';
import { isHistory, isWalFile, walPosition } from './wal-name.ts';

const LEVEL = 1;
const SUFFIX = '.gz';
const UNFINISHED = '.partial-write';

/** Thrown when the archive has another file of the same name: the database continued from a copy of an older state. */
export class WalConflict extends Error {
  constructor(name: string, directory: string) {
    super(
      `The archive already has another ${name}. The database was replaced by an older copy of itself. Move ${directory} away; a new base backup follows.`,
    );
  }
}

/** The compressed log of one database cluster in a directory. */
export class WalArchive {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  /** Stores a file of the log durably. Does nothing if it has it. Throws a WalConflict if it has another one of this name. */
  async store(name: string, source: string): Promise<void> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    if (await this.has(name)) {
      if (await this.#equals(name, source)) return;
      throw new WalConflict(name, this.directory);
    }
    const partial = `${this.#path(name)}${UNFINISHED}`;
    await pipeline(
      createReadStream(source),
      createGzip({ level: LEVEL }),
      createWriteStream(partial, { mode: OWNER_ONLY, flush: true }),
    );
    await rename(partial, this.#path(name));
    await syncDirectory(this.directory);
  }

  async has(name: string): Promise<boolean> {
    return stat(this.#path(name)).then(
      () => true,
      () => false,
    );
  }

  /** Writes the file as Postgres had it. */
  async unpack(name: string, target: string): Promise<void> {
    await pipeline(
      createReadStream(this.#path(name)),
      createGunzip(),
      createWriteStream(target, { mode: OWNER_ONLY }),
    );
  }

  async read(name: string): Promise<Buffer> {
    return buffer(createReadStream(this.#path(name)).pipe(createGunzip()));
  }

  /** The names of all files of the log. */
  async list(): Promise<string[]> {
    const names = await readdir(this.directory).catch(() => []);
    return names
      .filter((name) => name.endsWith(SUFFIX))
      .map((name) => name.slice(0, -SUFFIX.length))
      .filter(isWalFile)
      .sort();
  }

  /** Removes what lies before a segment, on every timeline. Histories stay: they are small, and later ones refer to them. */
  async removeBefore(segment: string): Promise<void> {
    const position = walPosition(segment);
    const old = (await this.list()).filter((name) => !isHistory(name) && walPosition(name) < position);
    for (const name of old) await rm(this.#path(name), { force: true });
  }

  async #equals(name: string, source: string): Promise<boolean> {
    const stored = createReadStream(this.#path(name)).pipe(createGunzip());
    const file = await open(source, 'r');
    try {
      let position = 0;
      for await (const chunk of stored) {
        const { buffer: bytes, bytesRead } = await file.read(
          Buffer.alloc(chunk.length),
          0,
          chunk.length,
          position,
        );
        if (bytesRead !== chunk.length || !bytes.equals(chunk)) return false;
        position += bytesRead;
      }
      return position === (await file.stat()).size;
    } finally {
      await file.close();
    }
  }

  #path(name: string): string {
    return join(this.directory, `${name}${SUFFIX}`);
  }
}
