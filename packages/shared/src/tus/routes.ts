import { IdParam, NoQuery } from '../contract/common.ts';
import { bytes, errors, noContent, route, security } from '../contract/route.ts';
import { TusQuery } from './schema.ts';

const tags = ['Storage'];

const TUS = '[tus 1.0.0](https://tus.io/protocols/resumable-upload)';
const uploadBytes = {
  content: { 'application/offset+octet-stream': { schema: bytes } },
};

export const describeTus = route({
  method: 'options',
  path: '/storage/files/tus',
  operationId: 'describeTus',
  summary: 'Get the supported features of resumable uploads',
  description: `${TUS} with creation, creation-with-upload, termination, checksum (sha1, sha256) and expiration.`,
  tags,
  security: security.open,
  responses: { 204: noContent, ...errors() },
});

export const createTusUpload = route({
  method: 'post',
  path: '/storage/files/tus',
  operationId: 'createTusUpload',
  summary: 'Begin a resumable upload',
  description: `${TUS}: send \`Upload-Length\` and \`Upload-Metadata\` with \`bucket_id\` and \`filename\`, \`path\` or both. \`content_type\` (or \`filetype\`), \`on_conflict\` and \`metadata\` (a JSON object) are optional. Send the bytes to the \`Location\` of the answer.`,
  tags,
  security: security.keyAndMaybeToken,
  request: { query: TusQuery },
  responses: { 201: noContent, ...errors(400, 401, 403, 404, 409, 412, 413, 415, 460, 507) },
});

export const readTusUpload = route({
  method: 'head',
  path: '/storage/files/tus/{id}',
  operationId: 'readTusUpload',
  summary: 'Get the offset of a resumable upload (its creator)',
  description: `${TUS}: continue at \`Upload-Offset\`. After the last byte, \`X-SelfDB-File-Id\` is the id of the file.`,
  tags,
  security: security.keyAndMaybeToken,
  request: { query: NoQuery, params: IdParam },
  responses: { 200: noContent, ...errors(401, 403, 404, 410, 412) },
});

export const appendTusUpload = route({
  method: 'patch',
  path: '/storage/files/tus/{id}',
  operationId: 'appendTusUpload',
  summary: 'Send more bytes of a resumable upload (its creator)',
  description: `${TUS}: \`Upload-Offset\` must be the current offset of the upload. Bytes that arrive before a connection breaks are kept.`,
  tags,
  security: security.keyAndMaybeToken,
  request: { query: NoQuery, params: IdParam, body: uploadBytes },
  responses: { 204: noContent, ...errors(400, 401, 403, 404, 409, 410, 412, 413, 415, 460, 507) },
});

export const terminateTusUpload = route({
  method: 'delete',
  path: '/storage/files/tus/{id}',
  operationId: 'terminateTusUpload',
  summary: 'Cancel a resumable upload (its creator)',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: NoQuery, params: IdParam },
  responses: { 204: noContent, ...errors(401, 403, 404, 412) },
});
