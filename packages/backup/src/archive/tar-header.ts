import { createTarPacker } from 'modern-tar';

export const TAR_BLOCK_BYTES = 512;

/** The two blocks of zeros that end a tar archive. */
export const TAR_END = Buffer.alloc(2 * TAR_BLOCK_BYTES);

/** A header that also has room for a size of more than 8 GiB: an extended header, its text, and the header itself. */
export const LARGE_HEADER_BYTES = 3 * TAR_BLOCK_BYTES;

/** Fields of a header, and the type of an extended one (POSIX.1-2001, ustar). */
const [SIZE_AT, SIZE_BYTES, TYPE_FLAG_AT] = [124, 12, 156];
const EXTENDED = 'x'.charCodeAt(0);

interface Entry {
  name: string;
  size: number;
  mtime: Date;
  type?: 'file' | 'directory';
}

/** The bytes before a file in a tar archive. Long names and sizes take an extended header (POSIX.1-2001, pax). */
export function tarHeader(entry: Entry): Promise<Buffer> {
  return read(entry, {});
}

/** The same, always with an extended header, so that it has LARGE_HEADER_BYTES whatever the size is. */
export async function largeTarHeader(entry: Entry): Promise<Buffer> {
  const header = await read(entry, { pax: { comment: 'SelfDB' } });
  if (header.byteLength !== LARGE_HEADER_BYTES) throw new Error(`The header has ${header.byteLength} bytes.`);
  return header;
}

/** The zeros that fill the last block of a file. */
export function tarPadding(size: number): Buffer {
  return Buffer.alloc((TAR_BLOCK_BYTES - (size % TAR_BLOCK_BYTES)) % TAR_BLOCK_BYTES);
}

async function read(entry: Entry, extension: { pax?: Record<string, string> }): Promise<Buffer> {
  const { readable, controller } = createTarPacker();
  // The body is written elsewhere, so this one never ends.
  controller.add({ ...entry, mode: 0o600, ...extension });
  const reader = readable.getReader();
  let bytes = Buffer.alloc(0);
  while (bytes.byteLength < lengthOf(bytes)) {
    const { value } = await reader.read();
    if (!value) throw new Error('The header ended too early.');
    bytes = Buffer.concat([bytes, value]);
  }
  controller.error(new Error('Only the header is needed.'));
  return bytes;
}

/** The length of a header that begins with these bytes. */
function lengthOf(bytes: Buffer): number {
  if (bytes[TYPE_FLAG_AT] !== EXTENDED) return TAR_BLOCK_BYTES;
  const textBytes = Number.parseInt(bytes.toString('latin1', SIZE_AT, SIZE_AT + SIZE_BYTES), 8);
  return 2 * TAR_BLOCK_BYTES + textBytes + tarPadding(textBytes).byteLength;
}
