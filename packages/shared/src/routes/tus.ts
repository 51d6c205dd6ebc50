import { createRoute } from '@hono/zod-openapi';
import { IdParam, NoQuery } from '../schemas/common.ts';
import { TusQuery } from '../schemas/storage.ts';
import { bytes, errors, noContent, security } from './contract.ts';

const tags = ['Storage'];

const TUS = '[tus 1.0.0](https://tus.io/protocols/resumable-upload)';
const uploadBytes = {
  content: { 'application/offset+octet-stream': { schema: bytes } },
};

export const describeTus = createRoute({
  method: 'options',
  path: '/storage/files/tus',
  operationId: 'describeTus',
  summary: 'What resumable uploads can do here',
  description: `${TUS} with creation, creation-with-upload, termination, checksum (sha1, sha256) and expiration.`,
  tags,
  security: security.open,
  responses: { 204: noContent, ...errors() },
});

export const createTusUpload = createRoute({
  method: 'post',
  path: '/storage/files/tus',
  operationId: 'createTusUpload',
  summary: 'Begin a resumable upload',
  description: `${TUS}: send \`Upload-Length\` and \`Upload-Metadata\` with \`bucket_id\` and \`filename\`, \`path\` or both; \`content_type\` (or \`filetype\`), \`on_conflict\` and \`metadata\` (a JSON object) as you like. The answer's \`Location\` is where the bytes go.`,
  tags,
  security: security.keyAndMaybeToken,
  request: { query: TusQuery },
  responses: { 201: noContent, ...errors(400, 401, 403, 404, 409, 412, 413, 415, 460, 507) },
});

export const readTusUpload = createRoute({
  method: 'head',
  path: '/storage/files/tus/{id}',
  operationId: 'readTusUpload',
  summary: 'How far a resumable upload is (who began it)',
  description: `${TUS}: \`Upload-Offset\` says where to go on. \`X-SelfDB-File-Id\` is the file that a finished one has become.`,
  tags,
  security: security.keyAndMaybeToken,
  request: { query: NoQuery, params: IdParam },
  responses: { 200: noContent, ...errors(401, 403, 404, 410, 412) },
});

export const appendTusUpload = createRoute({
  method: 'patch',
  path: '/storage/files/tus/{id}',
  operationId: 'appendTusUpload',
  summary: 'Send more bytes of a resumable upload (who began it)',
  description: `${TUS}: \`Upload-Offset\` must be where the upload stands. What has come when a connection breaks is kept.`,
  tags,
  security: security.keyAndMaybeToken,
  request: { query: NoQuery, params: IdParam, body: uploadBytes },
  responses: { 204: noContent, ...errors(400, 401, 403, 404, 409, 410, 412, 413, 415, 460, 507) },
});

export const terminateTusUpload = createRoute({
  method: 'delete',
  path: '/storage/files/tus/{id}',
  operationId: 'terminateTusUpload',
  summary: 'Give a resumable upload up (who began it)',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: NoQuery, params: IdParam },
  responses: { 204: noContent, ...errors(401, 403, 404, 412) },
});
