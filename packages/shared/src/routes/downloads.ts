import { createRoute } from '@hono/zod-openapi';
import { IdParam, NoQuery } from '../schemas/common.ts';
import { DownloadParams, DownloadQuery, SignedQuery, SignedUrl, SignFile } from '../schemas/storage.ts';
import { bytes, errors, json, jsonBody, security } from './contract.ts';

const tags = ['Storage'];

export const signFile = createRoute({
  method: 'post',
  path: '/storage/files/{id}/sign',
  operationId: 'signFile',
  summary: 'A URL that works without key or token until it expires',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: NoQuery, params: IdParam, body: jsonBody(SignFile) },
  responses: { 200: json(SignedUrl, 'The URL'), ...errors(400, 401, 403, 404, 413, 415) },
});

// The type is the file's own. Generators of clients look for this one, which says that any bytes may come.
const content = { 'application/octet-stream': { schema: bytes } };
const download = {
  200: { description: 'The file, as the type that it has', content },
  206: { description: 'The range, as the type that the file has', content },
  304: { description: 'What the caller has is the present one' },
};

export const downloadFile = createRoute({
  method: 'get',
  path: '/storage/files/download/{bucket}/{path}',
  operationId: 'downloadFile',
  summary: 'Download a file',
  description:
    'From a public bucket without key and token. `Range`, `If-None-Match`, `If-Modified-Since`, `If-Match`, `If-Unmodified-Since` and `If-Range` count; `If-Range` with a date, which never holds, gets the whole file. What a browser could run is never shown inline.',
  tags,
  security: [{}, ...security.keyAndMaybeToken],
  request: { query: DownloadQuery, params: DownloadParams },
  responses: { ...download, ...errors(401, 403, 404, 412, 416) },
});

/** Answered by the handler of GET; here for the document. */
export const headFile = createRoute({
  ...downloadFile,
  method: 'head',
  operationId: 'headFile',
  summary: 'What a download would be',
});

export const downloadSignedFile = createRoute({
  method: 'get',
  path: '/storage/files/signed',
  operationId: 'downloadSignedFile',
  summary: 'Download a file by a signed URL',
  tags,
  security: security.open,
  request: { query: SignedQuery },
  responses: { ...download, ...errors(403, 404, 412, 416) },
});
