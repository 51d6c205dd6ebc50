import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { tarHeader, tarPadding } from '../archive/tar-header.ts';
import { ifMissing, listDataFiles } from './data-files.ts';

const CHUNK_BYTES = 256 * 1024;

/** What was packed, by name. */
export type PackedFiles = Map<string, { size: number; sha256: string }>;

/** A tar of the files of a running server, without its end. Enters each file in `packed`. */
export async function* tarDirectory(directory: string, packed: PackedFiles): AsyncGenerator<Uint8Array> {
  for (const { name, type } of await listDataFiles(directory)) {
    if (type === 'directory') yield await header(`${name}/`, 0, type);
    else yield* tarFile(directory, name, packed);
  }
}

/** A file of these bytes. */
export async function* tarBytes(
  name: string,
  bytes: Buffer,
  packed: PackedFiles,
): AsyncGenerator<Uint8Array> {
  yield await header(name, bytes.byteLength, 'file');
  yield bytes;
  yield tarPadding(bytes.byteLength);
  packed.set(name, { size: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') });
}

async function* tarFile(directory: string, name: string, packed: PackedFiles): AsyncGenerator<Uint8Array> {
  const file = await open(join(directory, name), 'r').catch(ifMissing);
  if (Array.isArray(file)) return;
  try {
    const { size } = await file.stat();
    const hash = createHash('sha256');
    yield await header(name, size, 'file');
    for (let position = 0; position < size; position += CHUNK_BYTES) {
      // What was cut off meanwhile stays zero; the log has the cut.
      const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, size - position));
      await file.read(chunk, 0, chunk.byteLength, position);
      hash.update(chunk);
      yield chunk;
    }
    yield tarPadding(size);
    packed.set(name, { size, sha256: hash.digest('hex') });
  } finally {
    await file.close();
  }
}

function header(name: string, size: number, type: 'file' | 'directory'): Promise<Buffer> {
  return tarHeader({ name, size, mtime: new Date(), type });
}
