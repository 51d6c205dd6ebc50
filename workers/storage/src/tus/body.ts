import { AppError } from '@selfdb/shared/errors';
import type { AppContext } from '@selfdb/shared/http/context';
import type { StorageBindings } from '../bindings.ts';
import { readChunks } from '../uploads/read-chunks.ts';
import { Checksum } from './checksum.ts';
import type { Part } from './receive-part.ts';

export const BYTES_TYPE = 'application/offset+octet-stream';

export interface TusBody extends Part {
  chunks: AsyncGenerator<Uint8Array, void>;
  /** Where it is declared, in bytes. */
  length: number | undefined;
}

/** The bytes that a request brings along. Throws unsupported_media_type, bad_request. */
export function readTusBody(c: AppContext<StorageBindings>): TusBody {
  if (c.req.header('Content-Type') !== BYTES_TYPE) {
    throw new AppError('unsupported_media_type', `Send the bytes as ${BYTES_TYPE}.`);
  }
  const checksum = Checksum.read(c.req.header('Upload-Checksum'));
  const declared = c.req.header('Content-Length');
  const length = declared === undefined ? undefined : Number(declared);
  return { chunks: readChunks(c.req.raw.body, length), length, checksum };
}

/** Whether a request brings bytes along. */
export function hasBytes(c: AppContext<StorageBindings>): boolean {
  const type = c.req.header('Content-Type');
  return type === BYTES_TYPE || (c.req.raw.body !== null && c.req.header('Content-Length') !== '0');
}
