import type { AppContext } from '@selfdb/server/http/context';
import { AppError } from '@selfdb/shared/errors';
import type { StorageBindings } from '../bindings.ts';
import { readChunks } from '../uploads/read-chunks.ts';
import { Checksum } from './checksum.ts';
import type { Part } from './receive-part.ts';

const BYTES_TYPE = 'application/offset+octet-stream';

interface TusBody extends Part {
  chunks: AsyncGenerator<Uint8Array, void>;
  /** The declared length in bytes. */
  length: number | undefined;
}

/** Reads the bytes of a request. Throws unsupported_media_type, bad_request. */
export function readTusBody(c: AppContext<StorageBindings>): TusBody {
  if (c.req.header('Content-Type') !== BYTES_TYPE) {
    throw new AppError('unsupported_media_type', `Send the bytes with the content type ${BYTES_TYPE}.`);
  }
  const checksum = Checksum.read(c.req.header('Upload-Checksum'));
  const declared = c.req.header('Content-Length');
  const length = declared === undefined ? undefined : Number(declared);
  return { chunks: readChunks(c.req.raw.body, length), length, checksum };
}

/** Whether a request has bytes. */
export function hasBytes(c: AppContext<StorageBindings>): boolean {
  const type = c.req.header('Content-Type');
  return type === BYTES_TYPE || (c.req.raw.body !== null && c.req.header('Content-Length') !== '0');
}
