import { AppError } from '@selfdb/shared/errors';

const MAX_LENGTH = 100;
/** RFC 9110, 8.4 and 5.6.2. */
const CODINGS = /^[a-z0-9!#$%&'*+.^_`|~-]+(?:,[a-z0-9!#$%&'*+.^_`|~-]+)*$/;

/**
 * How the bytes that a client sends are encoded, as it is kept and sent back; undefined when they are not. Throws
 * unsupported_media_type for what is no list of codings.
 */
export function readContentEncoding(header: string | undefined): string | undefined {
  const codings = (header ?? '').toLowerCase().replace(/[ \t]/g, '');
  if (codings === '' || codings === 'identity') return undefined;
  if (codings.length <= MAX_LENGTH && CODINGS.test(codings)) return codings;
  throw new AppError('unsupported_media_type', 'The header Content-Encoding names no content coding.');
}
