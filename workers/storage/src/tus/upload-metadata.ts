import { toValidationError } from '@selfdb/server/http/error-handler';
import { AppError } from '@selfdb/shared/errors';
import { type TusQuery, UploadMetadata } from '@selfdb/shared/tus/schema';
import { type Destination, toDestination } from '../uploads/destination.ts';

const MAX_BYTES = 16 * 1024;
const KEY = /^[!-+\--~]+$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The file that an upload will become. */
export interface PlannedFile extends Destination {
  bucketId: string;
  metadata: Record<string, unknown>;
}

/**
 * Reads the header `Upload-Metadata`, and the query for keys that it lacks. The names are those of a plain upload. Some
 * clients send `name`, `filetype` and `type` instead of `filename` and `content_type`. Throws bad_request and a
 * ValidationError.
 */
export function readPlannedFile(header: string | undefined, query: TusQuery): PlannedFile {
  const {
    name,
    type,
    filetype = type,
    ...given
  }: Record<string, string | undefined> = {
    ...query,
    ...Object.fromEntries(readPairs(header ?? '')),
  };
  const result = UploadMetadata.safeParse({
    ...(name === undefined || given.path !== undefined ? {} : { filename: name }),
    ...(filetype === undefined ? {} : { content_type: filetype }),
    ...given,
  });
  if (!result.success) throw toValidationError(result.error, 'metadata');
  const { bucket_id: bucketId, metadata = {}, ...fields } = result.data;
  return { ...toDestination(fields, 'metadata'), bucketId, metadata };
}

/** The keys and values of `filename aGVsbG8=,upsert dHJ1ZQ==`; a value may be missing (tus 1.0.0, Upload-Metadata). */
export function readPairs(header: string): Map<string, string> {
  if (header.length > MAX_BYTES) throw malformed(`is longer than ${MAX_BYTES} bytes`);
  const pairs = new Map<string, string>();
  for (const pair of header.split(',').map((each) => each.trim())) {
    if (pair === '' && header.trim() === '') continue;
    const [key = '', value = '', ...more] = pair.split(/ +/);
    if (!KEY.test(key) || more.length > 0)
      throw malformed('must contain pairs of a key and a value in base64');
    if (pairs.has(key)) throw malformed(`has ${JSON.stringify(key)} twice`);
    pairs.set(key, decode(value));
  }
  return pairs;
}

function decode(base64: string): string {
  if (!BASE64.test(base64)) throw malformed('has a value that is not base64');
  try {
    return decoder.decode(Buffer.from(base64, 'base64'));
  } catch {
    throw malformed('has a value that is not UTF-8');
  }
}

function malformed(how: string): AppError {
  return new AppError('bad_request', `The header Upload-Metadata ${how}.`);
}
