import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline as connect } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { OWNER_ONLY } from '../store/durable-files.ts';
import type { LogFiles } from './files/log-files.ts';
import { FileMissing } from './store/log-store.ts';
import { isHistory, isWalFile, walPosition } from './wal-name.ts';

const LEVEL = 1;
const SUFFIX = '.gz';

/** Thrown when the archive has another file of the same name: the database continued from a copy of an older state. */
export class WalConflict extends Error {
  constructor(name: string, place: string) {
    super(
      `The archive already has another ${name}. The database was replaced by an older copy of itself. Move ${place} away; a new base backup follows.`,
    );
  }
}

/** The compressed log of one database cluster. */
export class WalArchive {
  readonly files: LogFiles;

  constructor(files: LogFiles) {
    this.files = files;
  }

  /** Stores a file of the log durably. Does nothing if it has it. Throws a WalConflict if it has another one of this name. */
  async store(name: string, source: string): Promise<void> {
    const digest = await sha256(createReadStream(source));
    if (await this.has(name)) {
      if ((await this.#digestOf(name)) === digest) return;
      throw new WalConflict(name, this.files.store.place);
    }
    const compressed = connect(createReadStream(source), createGzip({ level: LEVEL }), () => {});
    await this.files.put(name + SUFFIX, compressed, digest);
  }

  has(name: string): Promise<boolean> {
    return this.files.has(name + SUFFIX);
  }

  /** Writes the file as Postgres had it. If the archive does not have it, returns false, and leaves `target` alone. */
  async unpack(name: string, target: string): Promise<boolean> {
    const content = await begin(this.compressed(name));
    if (!content) return false;
    await pipeline(content, createGunzip(), createWriteStream(target, { mode: OWNER_ONLY }));
    return true;
  }

  compressed(name: string): AsyncIterable<Uint8Array> {
    return this.files.read(name + SUFFIX);
  }

  async read(name: string): Promise<Buffer> {
    return buffer(this.#unpacked(name));
  }

  /** The names of all files of the log. */
  async list(): Promise<string[]> {
    return (await this.files.list('0'))
      .filter((name) => name.endsWith(SUFFIX))
      .map((name) => name.slice(0, -SUFFIX.length))
      .filter(isWalFile)
      .sort();
  }

  /** Removes what lies before a segment, on every timeline. Histories stay: they are small, and later ones refer to them. */
  async removeBefore(segment: string): Promise<void> {
    const position = walPosition(segment);
    const old = (await this.list()).filter((name) => !isHistory(name) && walPosition(name) < position);
    for (const name of old) await this.files.remove(name + SUFFIX);
  }

  /** Of an encrypted file, the server may not have the key: its header says it. */
  async #digestOf(name: string): Promise<string> {
    return (await this.files.digestOf(name + SUFFIX)) ?? (await sha256(this.#unpacked(name)));
  }

  #unpacked(name: string): AsyncIterable<Uint8Array> {
    return connect(this.compressed(name), createGunzip(), () => {});
  }
}

/** The same, with its first bytes read. Undefined if the file is missing. */
async function begin(content: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array> | undefined> {
  const rest = content[Symbol.asyncIterator]();
  try {
    const first = await rest.next();
    return (async function* () {
      if (!first.done) yield first.value;
      yield* { [Symbol.asyncIterator]: () => rest };
    })();
  } catch (error) {
    if (error instanceof FileMissing) return undefined;
    throw error;
  }
}

async function sha256(content: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of content) hash.update(bytes);
  return hash.digest('hex');
}
