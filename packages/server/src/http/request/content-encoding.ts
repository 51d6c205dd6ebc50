import { AppError } from '@selfdb/shared/errors';
import type { AppContext, Bindings } from '../context.ts';

/** Throws unsupported_media_type for a compressed body. For bodies that are read as text. */
export function refuseEncodedBody<B extends Bindings>(c: AppContext<B>): void {
  const codings = c.req.header('Content-Encoding')?.split(',') ?? [];
  if (codings.every((coding) => ['', 'identity'].includes(coding.trim().toLowerCase()))) return;
  // The accepted coding (RFC 9110, 12.5.3).
  c.header('Accept-Encoding', 'identity');
  throw new AppError('unsupported_media_type', 'Send the body uncompressed, without Content-Encoding.');
}
