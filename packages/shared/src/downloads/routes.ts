import { IdParam, NoQuery } from '../contract/common.ts';
import { bytes, errors, json, jsonBody, route, security } from '../contract/route.ts';
import { DownloadParams, DownloadQuery, SignedQuery, SignedUrl, SignFile } from './schema.ts';

const tags = ['Storage'];

export const signFile = route({
  method: 'post',
  path: '/storage/files/{id}/sign',
  operationId: 'signFile',
  summary: 'Sign a URL that works without key or token until it expires',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: NoQuery, params: IdParam, body: jsonBody(SignFile) },
  responses: { 200: json(SignedUrl, 'The URL'), ...errors(400, 401, 403, 404, 413, 415) },
});

// The answer has the file's own type. This one tells client generators that it may be any bytes.
const content = { 'application/octet-stream': { schema: bytes } };
const download = {
  200: { description: 'The file, with its own content type', content },
  206: { description: 'The range, with the content type of the file', content },
  304: { description: "The caller's copy is current" },
};

export const downloadFile = route({
  method: 'get',
  path: '/storage/files/download/{bucket}/{path}',
  operationId: 'downloadFile',
  summary: 'Download a file',
  description:
    'A public bucket needs neither key nor token. Supports `Range`, `If-None-Match`, `If-Modified-Since`, `If-Match`, `If-Unmodified-Since` and `If-Range`; an `If-Range` with a date always gets the whole file. Content that a browser could run is never shown inline.',
  tags,
  security: [{}, ...security.keyAndMaybeToken],
  request: { query: DownloadQuery, params: DownloadParams },
  responses: { ...download, ...errors(401, 403, 404, 412, 416) },
});

/** The handler of GET answers HEAD, too. This contract is only for the API's document. */
export const headFile = route({
  ...downloadFile,
  method: 'head',
  operationId: 'headFile',
  summary: 'Get the headers of a download',
});

export const downloadSignedFile = route({
  method: 'get',
  path: '/storage/files/signed',
  operationId: 'downloadSignedFile',
  summary: 'Download a file by a signed URL',
  tags,
  security: security.open,
  request: { query: SignedQuery },
  responses: { ...download, ...errors(403, 404, 412, 416) },
});
