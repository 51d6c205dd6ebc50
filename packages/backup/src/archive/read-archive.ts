import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { createTarDecoder } from 'modern-tar';

const CHUNK_BYTES = 256 * 1024;

/** Thrown for an archive that is damaged, cut off, or not one of ours. */
export class ArchiveError extends Error {}

export interface ArchiveEntry {
  name: string;
  size: number;
  /** To be read to its end before the next entry. */
  content: AsyncIterable<Uint8Array>;
}

/** Goes through the files of a `.tar.gz` in order. Throws an ArchiveError for anything that no backup contains. */
export async function* readArchive(archive: AsyncIterable<Uint8Array>): AsyncGenerator<ArchiveEntry> {
  const { readable, writable } = createTarDecoder({ strict: true });
  const names = new Set<string>();
  const fed = feed(archive, writable);
  // The decoder passes the error on to the reader, too.
  fed.catch(() => {});
  try {
    for await (const { header, body } of readable) {
      if (header.type === 'directory') {
        requireSafeName(header.name.replace(/\/$/, ''));
        await body.cancel();
        continue;
      }
      if (header.type !== undefined && header.type !== 'file')
        throw new ArchiveError(`The archive contains "${header.name}", which is a ${header.type}.`);
      requireSafeName(header.name);
      if (names.has(header.name)) throw new ArchiveError(`The archive contains "${header.name}" twice.`);
      names.add(header.name);
      yield { name: header.name, size: header.size, content: described(body) };
    }
    await fed;
  } catch (error) {
    throw describe(error);
  }
}

async function* described(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw describe(error);
  }
}

/** Unpacks the bytes, which consist of one or more gzip members, and gives them to the decoder. */
async function feed(archive: AsyncIterable<Uint8Array>, decoder: WritableStream<Uint8Array>): Promise<void> {
  const writer = decoder.getWriter();
  const unzip = createGunzip({ chunkSize: CHUNK_BYTES });
  const unzipped = pipeline(archive, unzip);
  unzipped.catch(() => {});
  try {
    for await (const bytes of unzip) await writer.write(bytes);
    await unzipped;
    await writer.close();
  } catch (error) {
    unzip.destroy();
    await writer.abort(error).catch(() => {});
    throw error;
  }
}

/** Refuses names that lead out of the directory in which an archive is unpacked. */
function requireSafeName(name: string): void {
  const isSafe =
    name !== '' &&
    !name.includes('\0') &&
    !name.includes('\\') &&
    name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
  if (!isSafe) throw new ArchiveError(`The archive contains a file with the name ${JSON.stringify(name)}.`);
}

/** What zlib and the tar reader say becomes one sentence. Other errors, such as those of the disk, stay as they are. */
function describe(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ArchiveError) return error;
  const isOfZlib = 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
  // The tar reader throws plain errors. Those of the system and of Postgres have a code.
  const isOfTar = error.constructor === Error && !('code' in error);
  if (!isOfZlib && !isOfTar) return error;
  return new ArchiveError(`The archive is damaged or cut off: ${error.message}.`, { cause: error });
}
