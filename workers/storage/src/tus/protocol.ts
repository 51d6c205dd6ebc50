import { AppError } from '@selfdb/shared/errors';
import type { AppContext } from '@selfdb/shared/http/context';
import type { StorageBindings } from '../bindings.ts';
import { CHECKSUM_ALGORITHMS } from './checksum.ts';

export const VERSION = '1.0.0';
const EXTENSIONS = 'creation,creation-with-upload,termination,checksum,expiration';

/** Says which protocol is spoken, on every answer, and refuses another version (tus 1.0.0, Tus-Resumable). */
export async function speaksTus(c: AppContext<StorageBindings>, next: () => Promise<void>): Promise<void> {
  c.header('Cache-Control', 'no-store');
  const spoken = c.req.header('Tus-Resumable');
  if (spoken !== VERSION) {
    c.header('Tus-Version', VERSION);
    throw new AppError('precondition_failed', `Send the header Tus-Resumable: ${VERSION}.`);
  }
  await next();
}

/** Throws bad_request for what a client wants of an extension that is not offered. */
export function refuseOtherExtensions(c: AppContext<StorageBindings>): void {
  for (const name of ['Upload-Concat', 'Upload-Defer-Length']) {
    if (c.req.header(name) !== undefined) throw new AppError('bad_request', `${name} is not offered here.`);
  }
}

/** What this server can do, for a client that asks before it begins. */
export function tusHeaders(maxBytes: number): Record<string, string> {
  return {
    'Tus-Resumable': VERSION,
    'Tus-Version': VERSION,
    'Tus-Extension': EXTENSIONS,
    'Tus-Max-Size': String(maxBytes),
    'Tus-Checksum-Algorithm': CHECKSUM_ALGORITHMS.join(','),
  };
}

/** A header that is a number of bytes. Throws bad_request. */
export function readByteCount(c: AppContext<StorageBindings>, name: string): number {
  const given = c.req.header(name) ?? '';
  const count = Number(given);
  if (/^\d+$/.test(given) && Number.isSafeInteger(count)) return count;
  throw new AppError('bad_request', `Send the header ${name}: a number of bytes.`);
}
