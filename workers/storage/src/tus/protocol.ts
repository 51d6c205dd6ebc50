import type { AppContext } from '@selfdb/server/http/context';
import { AppError } from '@selfdb/shared/errors';
import type { StorageBindings } from '../bindings.ts';
import { CHECKSUM_ALGORITHMS } from './checksum.ts';
import type { TusUpload } from './upload.ts';

export const TUS_VERSION = '1.0.0';
const EXTENSIONS = 'creation,creation-with-upload,termination,checksum,expiration';

/** Refuses another version of the protocol (tus 1.0.0, Tus-Resumable), and keeps answers out of caches. */
export async function requireVersion(
  c: AppContext<StorageBindings>,
  next: () => Promise<void>,
): Promise<void> {
  c.header('Cache-Control', 'no-store');
  const version = c.req.header('Tus-Resumable');
  if (version !== TUS_VERSION) {
    c.header('Tus-Version', TUS_VERSION);
    throw new AppError('precondition_failed', `Send the header Tus-Resumable: ${TUS_VERSION}.`);
  }
  await next();
}

/** Throws bad_request for a header of an extension that this server does not support. */
export function refuseOtherExtensions(c: AppContext<StorageBindings>): void {
  for (const name of ['Upload-Concat', 'Upload-Defer-Length']) {
    if (c.req.header(name) !== undefined)
      throw new AppError('bad_request', `This server does not support ${name}.`);
  }
}

/** The headers of an answer to OPTIONS: what this server supports. */
export function tusHeaders(maxBytes: number): Record<string, string> {
  return {
    'Tus-Resumable': TUS_VERSION,
    'Tus-Version': TUS_VERSION,
    'Tus-Extension': EXTENSIONS,
    'Tus-Max-Size': String(maxBytes),
    'Tus-Checksum-Algorithm': CHECKSUM_ALGORITHMS.join(','),
  };
}

/** Reads a header that is a number of bytes. Throws bad_request. */
export function readByteCount(c: AppContext<StorageBindings>, name: string): number {
  const given = c.req.header(name) ?? '';
  const count = Number(given);
  if (/^\d+$/.test(given) && Number.isSafeInteger(count)) return count;
  throw new AppError('bad_request', `Send the header ${name}: a number of bytes.`);
}

/** The headers that report the progress of an upload. */
export function progressHeaders({ received, expiresAt, fileId }: TusUpload): Record<string, string> {
  return {
    'Upload-Offset': String(received),
    'Upload-Expires': expiresAt.toUTCString(),
    ...(fileId === undefined ? {} : { 'X-SelfDB-File-Id': fileId }),
  };
}
