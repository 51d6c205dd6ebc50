const text = (description: string, example?: string) => ({
  description,
  schema: { type: 'string' as const, ...(example === undefined ? {} : { example }) },
});
const bytes = (description: string) => ({
  description,
  schema: { type: 'integer' as const, minimum: 0 },
});

/** The headers of answers, as components of the document. */
export const RESPONSE_HEADERS = {
  'X-Request-Id': text('The id of the request: the one that it sent, or a new one. The log has it too.'),
  'X-Execution-Id': text('The id of the execution, whose logs `GET /functions/{id}/logs` has.'),
  Allow: text('The methods that this path has.', 'GET, HEAD, POST'),
  'Retry-After': {
    description: 'Seconds to wait before the next attempt.',
    schema: { type: 'integer' as const, minimum: 0 },
  },
  'WWW-Authenticate': text('How to authenticate.', 'Bearer'),
  'Accept-Encoding': text('The content encodings that a request body may have here.', 'identity'),
  'X-SelfDB-Cursor': text('A position in the change feed after this write: see `sync` of realtime.'),
  ETag: text('The version of the file, a strong validator.', '"5f2b…"'),
  'Last-Modified': text('When the file last changed, as an HTTP date.'),
  'Accept-Ranges': text('Ranges are served in bytes.', 'bytes'),
  'Content-Range': text('Which bytes these are, or with 416 how many there are.', 'bytes 0-99/1234'),
  'Content-Disposition': text('The name of the file, and whether a browser saves it (`attachment`).'),
  'Content-Length': bytes('The number of bytes that follow.'),
  'Cache-Control': text('Who may cache the answer.'),
  Location: text('The URL of the new resource; for an upload, the URL to send its bytes to.'),
  'Tus-Resumable': text('The version of tus in use.', '1.0.0'),
  'Tus-Version': text('The supported versions of tus.', '1.0.0'),
  'Tus-Extension': text('The supported extensions of tus.', 'creation,checksum'),
  'Tus-Max-Size': bytes('The most bytes that an upload may have.'),
  'Tus-Checksum-Algorithm': text('The supported algorithms of `Upload-Checksum`.', 'sha1,sha256'),
  'Upload-Offset': bytes('How many bytes have arrived: where to continue.'),
  'Upload-Length': bytes('How many bytes the upload will have.'),
  'Upload-Metadata': text('What the upload was created with: pairs of a key and a value in base64.'),
  'Upload-Expires': text('When the upload expires if it is not finished, as an HTTP date.'),
  'X-SelfDB-File-Id': text('The id of the file, after the upload has finished.'),
};

export type HeaderName = keyof typeof RESPONSE_HEADERS;

/** The headers of an answer with this status, for every operation. */
export const HEADERS_OF_STATUS: Record<string, HeaderName[]> = {
  401: ['WWW-Authenticate'],
  405: ['Allow'],
  415: ['Accept-Encoding'],
  429: ['Retry-After'],
  503: ['Retry-After'],
  206: ['Content-Range'],
  416: ['Content-Range'],
};

const FILE: HeaderName[] = ['ETag', 'Last-Modified', 'Accept-Ranges', 'Cache-Control'];
const FILE_BYTES: HeaderName[] = [...FILE, 'Content-Disposition', 'Content-Length'];
const DOWNLOAD = { 200: FILE_BYTES, 206: FILE_BYTES, 304: FILE };
const CREATED: HeaderName[] = ['Location'];
const PROGRESS: HeaderName[] = ['Upload-Offset', 'Upload-Expires', 'X-SelfDB-File-Id'];
const OTHER_VERSION: HeaderName[] = ['Tus-Version'];
const CAPABILITIES: HeaderName[] = ['Tus-Version', 'Tus-Extension', 'Tus-Max-Size', 'Tus-Checksum-Algorithm'];
const WRITE: Record<string, HeaderName[]> = { '2XX': ['X-SelfDB-Cursor'] };

/** Further headers of an operation's answers, by its id and the status; 2XX means every success. */
export const HEADERS_OF_OPERATION: Record<string, Record<string, HeaderName[]>> = {
  login: { 200: ['Cache-Control'] },
  refreshToken: { 200: ['Cache-Control'] },
  createUser: { 201: CREATED },
  createBucket: { 201: CREATED },
  createFunction: { 201: CREATED },
  createWebhook: { 201: CREATED },
  copyFile: { 201: CREATED },
  deleteFiles: { 202: CREATED },
  sweepStorage: { 202: CREATED },
  runSql: WRITE,
  insertRows: WRITE,
  updateRows: WRITE,
  deleteRows: WRITE,
  updateRow: WRITE,
  deleteRow: WRITE,
  downloadFile: DOWNLOAD,
  headFile: DOWNLOAD,
  downloadSignedFile: DOWNLOAD,
  describeTus: { 204: CAPABILITIES },
  createTusUpload: { 201: ['Location', ...PROGRESS], 412: OTHER_VERSION },
  readTusUpload: { 200: [...PROGRESS, 'Upload-Length', 'Upload-Metadata'], 412: OTHER_VERSION },
  appendTusUpload: { 204: PROGRESS, 412: OTHER_VERSION },
  terminateTusUpload: { 412: OTHER_VERSION },
};

/** The headers of every answer below a path, including errors. */
export const HEADERS_OF_PATH: [prefix: string, headers: HeaderName[]][] = [
  ['/', ['X-Request-Id']],
  ['/storage/files/tus', ['Tus-Resumable']],
  ['/functions/{name}/invoke', ['X-Execution-Id']],
];
