import { AppError } from '@selfdb/shared/errors';

const MAX_LENGTH = 100;
/** RFC 9110, 8.4 and 5.6.2. */
const CODINGS = /^[a-z0-9!#$%&'*+.^_`|~-]+(?:,[a-z0-9!#$%&'*+.^_`|~-]+)*$/;

/**
 * The content coding of the bytes as it is stored and sent back. Undefined if there is none. Throws
 * unsupported_media_type for anything but a list of codings.
 */
export function readContentEncoding(header: string | undefined): string | undefined {
  const codings = (header ?? '').toLowerCase().replace(/[ \t]/g, '');
  if (codings === '' || codings === 'identity') return undefined;
  if (codings.length <= MAX_LENGTH && CODINGS.test(codings)) return codings;
  throw new AppError(
    'unsupported_media_type',
    'The header Content-Encoding must be a content coding, such as gzip.',
  );
}
