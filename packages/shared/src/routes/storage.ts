import { createRoute, z } from '@hono/zod-openapi';
import { Count, CountQuery, IdParam, NoQuery } from '../schemas/common.ts';
import {
  Bucket,
  CountFiles,
  CreateBucket,
  DeleteFiles,
  DownloadParams,
  DownloadQuery,
  FilePage,
  FileStats,
  ListBuckets,
  ListFiles,
  MoveFolder,
  PlaceFile,
  SignedQuery,
  SignedUrl,
  SignFile,
  StorageJob,
  StoredFile,
  TusQuery,
  UpdateBucket,
  UpdateFile,
  Uploaded,
  UploadQuery,
} from '../schemas/storage.ts';
import { errors, json, jsonBody, noContent, security } from './contract.ts';

const tags = ['Storage'];

/** Bytes of any type, which are streamed and never looked at by a schema. */
const bytes = z.any().openapi({ type: 'string', format: 'binary' });

export const listBuckets = createRoute({
  method: 'get',
  path: '/storage/buckets',
  operationId: 'listBuckets',
  summary: 'List buckets',
  description: 'Anyone sees the public ones, a user also their own, an ADMIN all.',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: ListBuckets },
  responses: { 200: json(Bucket.array(), 'Buckets'), ...errors(401) },
});

export const countBuckets = createRoute({
  method: 'get',
  path: '/storage/buckets/count',
  operationId: 'countBuckets',
  summary: 'Count buckets',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: CountQuery },
  responses: { 200: json(Count, 'How many the caller may see'), ...errors(401) },
});

export const createBucket = createRoute({
  method: 'post',
  path: '/storage/buckets',
  operationId: 'createBucket',
  summary: 'Create a bucket',
  tags,
  security: security.token,
  request: { query: NoQuery, body: jsonBody(CreateBucket) },
  responses: { 201: json(Bucket, 'The new bucket'), ...errors(400, 401, 409, 413, 415) },
});

export const getBucket = createRoute({
  method: 'get',
  path: '/storage/buckets/{id}',
  operationId: 'getBucket',
  summary: 'A bucket',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(Bucket, 'The bucket'), ...errors(401, 403, 404) },
});

export const updateBucket = createRoute({
  method: 'patch',
  path: '/storage/buckets/{id}',
  operationId: 'updateBucket',
  summary: 'Change a bucket (owner)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam, body: jsonBody(UpdateBucket) },
  responses: { 200: json(Bucket, 'The bucket, changed'), ...errors(400, 401, 403, 404, 409, 413, 415) },
});

export const deleteBucket = createRoute({
  method: 'delete',
  path: '/storage/buckets/{id}',
  operationId: 'deleteBucket',
  summary: 'Delete a bucket and its files (owner)',
  description: 'It is gone at once; its files are removed in the background.',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam },
  responses: { 204: noContent, ...errors(401, 403, 404) },
});

export const uploadFile = createRoute({
  method: 'post',
  path: '/storage/files/upload',
  operationId: 'uploadFile',
  summary: 'Upload a file',
  description:
    'The body is the file, or a form whose field `file` is it. Into a public bucket any user may, into a private one its owner. The type is that of the body; left out, it is found from the bytes and the name.',
  tags,
  security: security.token,
  request: {
    query: UploadQuery,
    body: {
      content: {
        'application/octet-stream': { schema: bytes },
        'multipart/form-data': {
          schema: z
            .any()
            .openapi({ type: 'object', properties: { file: { type: 'string', format: 'binary' } } }),
        },
      },
    },
  },
  responses: {
    201: json(Uploaded, 'The file is stored'),
    ...errors(400, 401, 403, 404, 409, 413, 415, 507),
  },
});

export const listFiles = createRoute({
  method: 'get',
  path: '/storage/files',
  operationId: 'listFiles',
  summary: 'List files',
  description: 'Those in the buckets that the caller may see.',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: ListFiles },
  responses: { 200: json(FilePage, 'A page of files'), ...errors(401, 403, 404) },
});

export const getFileStats = createRoute({
  method: 'get',
  path: '/storage/files/stats',
  operationId: 'getFileStats',
  summary: 'How many files and bytes the caller may see',
  tags,
  security: security.token,
  request: { query: NoQuery },
  responses: { 200: json(FileStats, 'The sums'), ...errors(401) },
});

export const countAllFiles = createRoute({
  method: 'get',
  path: '/storage/files/total-count',
  operationId: 'countAllFiles',
  summary: 'Count the files that the caller may see',
  tags,
  security: security.token,
  request: { query: NoQuery },
  responses: { 200: json(Count, 'How many'), ...errors(401) },
});

export const countFiles = createRoute({
  method: 'get',
  path: '/storage/files/count',
  operationId: 'countFiles',
  summary: 'Count files, of one bucket if that is named',
  tags,
  security: security.token,
  request: { query: CountFiles },
  responses: { 200: json(Count, 'How many'), ...errors(401, 403, 404) },
});

export const moveFolder = createRoute({
  method: 'post',
  path: '/storage/files/move',
  operationId: 'moveFolder',
  summary: 'Move a folder in its bucket (owner of the bucket)',
  description: 'All or nothing: a path that is taken is 409.',
  tags,
  security: security.token,
  request: { query: NoQuery, body: jsonBody(MoveFolder) },
  responses: { 200: json(Count, 'How many files moved'), ...errors(400, 401, 403, 404, 409, 413, 415) },
});

export const deleteFiles = createRoute({
  method: 'post',
  path: '/storage/files/delete',
  operationId: 'deleteFiles',
  summary: 'Delete many files, by ids or by prefix (owner)',
  description: 'Runs in the background; `GET /storage/jobs/{id}` tells how far it is.',
  tags,
  security: security.token,
  request: { query: NoQuery, body: jsonBody(DeleteFiles) },
  responses: { 202: json(StorageJob, 'The job'), ...errors(400, 401, 403, 404, 413, 415) },
});

export const getStorageJob = createRoute({
  method: 'get',
  path: '/storage/jobs/{id}',
  operationId: 'getStorageJob',
  summary: 'A job (whoever started it, ADMIN)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(StorageJob, 'The job'), ...errors(401, 404) },
});

export const sweepStorage = createRoute({
  method: 'post',
  path: '/storage/sweep',
  operationId: 'sweepStorage',
  summary: 'Look for bytes that belong to no file now (ADMIN)',
  description: 'This happens daily by itself. Bytes younger than STORAGE_SWEEP_AGE_SECONDS are left alone.',
  tags,
  security: security.token,
  request: { query: NoQuery },
  responses: { 202: json(StorageJob, 'The job; `done` counts what was found'), ...errors(401, 403) },
});

export const getFile = createRoute({
  method: 'get',
  path: '/storage/files/{id}',
  operationId: 'getFile',
  summary: 'A file, without its bytes (owner of file or bucket)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(StoredFile, 'The file'), ...errors(401, 403, 404) },
});

export const updateFile = createRoute({
  method: 'patch',
  path: '/storage/files/{id}',
  operationId: 'updateFile',
  summary: 'Rename a file or change what is kept with it (owner of file or bucket)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam, body: jsonBody(UpdateFile) },
  responses: { 200: json(StoredFile, 'The file, changed'), ...errors(400, 401, 403, 404, 409, 413, 415) },
});

export const deleteFile = createRoute({
  method: 'delete',
  path: '/storage/files/{id}',
  operationId: 'deleteFile',
  summary: 'Delete a file (owner of file or bucket)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam },
  responses: { 204: noContent, ...errors(401, 403, 404) },
});

export const moveFile = createRoute({
  method: 'post',
  path: '/storage/files/{id}/move',
  operationId: 'moveFile',
  summary: 'Move a file, to another bucket too (owner of file or bucket)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam, body: jsonBody(PlaceFile) },
  responses: { 200: json(StoredFile, 'The file'), ...errors(400, 401, 403, 404, 409, 413, 415) },
});

export const copyFile = createRoute({
  method: 'post',
  path: '/storage/files/{id}/copy',
  operationId: 'copyFile',
  summary: 'Copy a file (owner of file or bucket)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam, body: jsonBody(PlaceFile) },
  responses: { 201: json(StoredFile, 'The copy'), ...errors(400, 401, 403, 404, 409, 413, 415, 507) },
});

export const signFile = createRoute({
  method: 'post',
  path: '/storage/files/{id}/sign',
  operationId: 'signFile',
  summary: 'A URL that works without key or token until it expires',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: NoQuery, params: IdParam, body: jsonBody(SignFile) },
  responses: { 200: json(SignedUrl, 'The URL'), ...errors(400, 401, 404, 413, 415) },
});

const download = {
  200: { description: 'The file', content: { '*/*': { schema: bytes } } },
  206: { description: 'The range', content: { '*/*': { schema: bytes } } },
  304: { description: 'What the caller has is the present one' },
};

export const downloadFile = createRoute({
  method: 'get',
  path: '/storage/files/download/{bucket}/{path}',
  operationId: 'downloadFile',
  summary: 'Download a file',
  description:
    'From a public bucket without key and token. `Range`, `If-None-Match`, `If-Modified-Since`, `If-Match`, `If-Unmodified-Since` and `If-Range` count. What a browser could run is never shown inline.',
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

export const downloadSigned = createRoute({
  method: 'get',
  path: '/storage/files/signed',
  operationId: 'downloadSigned',
  summary: 'Download a file by a signed URL',
  tags,
  security: security.open,
  request: { query: SignedQuery },
  responses: { ...download, ...errors(403, 404, 412, 416) },
});

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
  description: `${TUS}: send \`Upload-Length\` and \`Upload-Metadata\` with \`bucket_id\` and \`filename\`, \`path\` or both; \`upsert\`, \`filetype\` and \`metadata\` (a JSON object) as you like. The answer's \`Location\` is where the bytes go.`,
  tags,
  security: security.token,
  request: { query: TusQuery },
  responses: { 201: noContent, ...errors(400, 401, 403, 404, 409, 412, 413, 415, 460, 507) },
});

export const readTusUpload = createRoute({
  method: 'head',
  path: '/storage/files/tus/{id}',
  operationId: 'readTusUpload',
  summary: 'How far a resumable upload is (whoever began it)',
  description: `${TUS}: \`Upload-Offset\` says where to go on. \`X-SelfDB-File-Id\` is the file that a finished one has become.`,
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam },
  responses: { 200: noContent, ...errors(401, 403, 404, 410, 412) },
});

export const appendTusUpload = createRoute({
  method: 'patch',
  path: '/storage/files/tus/{id}',
  operationId: 'appendTusUpload',
  summary: 'Send more bytes of a resumable upload (whoever began it)',
  description: `${TUS}: \`Upload-Offset\` must be where the upload stands. What has come when a connection breaks is kept.`,
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam, body: uploadBytes },
  responses: { 204: noContent, ...errors(400, 401, 403, 404, 409, 410, 412, 413, 415, 460, 507) },
});

export const terminateTusUpload = createRoute({
  method: 'delete',
  path: '/storage/files/tus/{id}',
  operationId: 'terminateTusUpload',
  summary: 'Give a resumable upload up (whoever began it)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam },
  responses: { 204: noContent, ...errors(401, 404, 412) },
});
