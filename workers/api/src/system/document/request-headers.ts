import type { ParameterObject } from './types.ts';

type HeaderSchema = NonNullable<ParameterObject['schema']>;

function header(
  name: string,
  description: string,
  schema: HeaderSchema = { type: 'string' },
): ParameterObject {
  return { name, in: 'header', required: false, description, schema };
}

function requiredHeader(name: string, description: string, schema?: HeaderSchema): ParameterObject {
  return { ...header(name, description, schema), required: true };
}

const BYTE_COUNT: HeaderSchema = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
const VERSION = requiredHeader('Tus-Resumable', 'The version of tus that the client uses.', {
  type: 'string',
  enum: ['1.0.0'],
});
const CHECKSUM = header('Upload-Checksum', 'Algorithm and digest in base64 of the bytes of this request.', {
  type: 'string',
  pattern: '^(sha1|sha256) +[A-Za-z0-9+/]+={0,2}$',
  example: 'sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=',
});
const METADATA = header(
  'Upload-Metadata',
  'Pairs of a key and a value in base64, separated by commas: `bucket_id`, and `filename`, `path` or both.',
  { type: 'string', example: 'bucket_id MDE5ODg4,filename YS50eHQ=' },
);

const CONDITIONS = [
  header('Range', 'The bytes to send.', { type: 'string', example: 'bytes=0-99' }),
  header('If-None-Match', 'ETags the caller has: 304 when the file is one of them.'),
  header('If-Modified-Since', 'An HTTP date: 304 when the file has not changed since.'),
  header('If-Match', 'ETags: 412 when the file is none of them.'),
  header('If-Unmodified-Since', 'An HTTP date: 412 when the file has changed since.'),
  header(
    'If-Range',
    'An ETag: `Range` applies only if the file still has it. With a date, the whole file is sent.',
  ),
];

/** The headers that an operation reads, by its id. Their handlers check them, with statuses that other protocols define. */
export const REQUEST_HEADERS: Record<string, ParameterObject[]> = {
  downloadFile: CONDITIONS,
  headFile: CONDITIONS,
  downloadSignedFile: CONDITIONS,
  createTusUpload: [
    VERSION,
    requiredHeader('Upload-Length', 'How many bytes the file has.', BYTE_COUNT),
    METADATA,
    CHECKSUM,
  ],
  readTusUpload: [VERSION],
  appendTusUpload: [
    VERSION,
    requiredHeader('Upload-Offset', 'How many bytes have already arrived.', BYTE_COUNT),
    CHECKSUM,
  ],
  terminateTusUpload: [VERSION],
};
