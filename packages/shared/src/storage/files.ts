import { Count, CountQuery, IdParam, NoQuery } from '../contract/common.ts';
import { bytes, errors, json, jsonBody, noContent, route, security } from '../contract/route.ts';
import { z } from '../contract/zod.ts';
import {
  CountFiles,
  DeleteFiles,
  FilePage,
  FileStats,
  ListFiles,
  MoveFolder,
  OnConflict,
  PlaceFile,
  StorageJob,
  StoredFile,
  UpdateFile,
  Uploaded,
  UploadQuery,
} from './schema.ts';

const tags = ['Storage'];

export const uploadFile = route({
  method: 'post',
  path: '/storage/files/upload',
  operationId: 'uploadFile',
  summary: 'Upload a file',
  description:
    'The body is the file, or a form with the file in its field `file`. The other fields of a form have the names of the parameters, except `bucket_id`, which belongs in the query. Anyone may upload to a public bucket unless its `anonymous_uploads` is false, any signed-in user to a bucket for users, and only the owner to any other. Without a type, the server detects it from the bytes and the name. `Content-Encoding` is stored and sent back with downloads.',
  tags,
  security: security.keyAndMaybeToken,
  request: {
    query: UploadQuery,
    body: {
      content: {
        'application/octet-stream': { schema: bytes },
        'multipart/form-data': {
          schema: z.any().openapi('UploadForm', {
            type: 'object',
            required: ['file'],
            additionalProperties: false,
            properties: {
              file: { type: 'string', format: 'binary' },
              path: { type: 'string' },
              filename: { type: 'string' },
              content_type: { type: 'string' },
              on_conflict: { type: 'string', enum: OnConflict.options },
              upsert: { type: 'boolean' },
            },
          }),
        },
      },
    },
  },
  responses: {
    201: json(Uploaded, 'The file is stored'),
    ...errors(400, 401, 403, 404, 409, 413, 415, 507),
  },
});

export const listFiles = route({
  method: 'get',
  path: '/storage/files',
  operationId: 'listFiles',
  summary: 'List files',
  description: 'Lists files in the buckets that the caller may see.',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: ListFiles },
  responses: { 200: json(FilePage, 'A page of files'), ...errors(401, 403, 404) },
});

export const getFileStats = route({
  method: 'get',
  path: '/storage/files/stats',
  operationId: 'getFileStats',
  summary: 'Count the files, bytes and buckets that the caller may see',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: NoQuery },
  responses: { 200: json(FileStats, 'The totals'), ...errors(401) },
});

export const countAllFiles = route({
  method: 'get',
  path: '/storage/files/total-count',
  operationId: 'countAllFiles',
  summary: 'Count the files that the caller may see',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: CountQuery },
  responses: { 200: json(Count, 'The number of files'), ...errors(401) },
});

export const countFiles = route({
  method: 'get',
  path: '/storage/files/count',
  operationId: 'countFiles',
  summary: 'Count files, in one bucket if `bucket_id` is given',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: CountFiles },
  responses: { 200: json(Count, 'The number of files'), ...errors(401, 403, 404) },
});

export const moveFolder = route({
  method: 'post',
  path: '/storage/files/move',
  operationId: 'moveFolder',
  summary: 'Move a folder within its bucket (owner of the bucket)',
  description: 'Moves all files or none: if a path is taken, the answer is 409.',
  tags,
  security: security.token,
  request: { query: NoQuery, body: jsonBody(MoveFolder) },
  responses: {
    200: json(Count, 'The number of files that moved'),
    ...errors(400, 401, 403, 404, 409, 413, 415),
  },
});

export const deleteFiles = route({
  method: 'post',
  path: '/storage/files/delete',
  operationId: 'deleteFiles',
  summary: 'Delete many files, by ids or by prefix (owner)',
  description: 'Runs in the background. `GET /storage/jobs/{id}` reports the progress.',
  tags,
  security: security.token,
  request: { query: NoQuery, body: jsonBody(DeleteFiles) },
  responses: { 202: json(StorageJob, 'The job'), ...errors(400, 401, 403, 404, 413, 415) },
});

export const getStorageJob = route({
  method: 'get',
  path: '/storage/jobs/{id}',
  operationId: 'getStorageJob',
  summary: 'Get a job (the user who started it, ADMIN)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(StorageJob, 'The job'), ...errors(401, 403, 404) },
});

export const sweepStorage = route({
  method: 'post',
  path: '/storage/sweep',
  operationId: 'sweepStorage',
  summary: 'Remove stored bytes that belong to no file (ADMIN)',
  description: 'Starts at once what also runs every day. Bytes younger than STORAGE_SWEEP_AGE_SECONDS stay.',
  tags,
  security: security.token,
  request: { query: NoQuery },
  responses: { 202: json(StorageJob, 'The job. `done` counts the objects found'), ...errors(401, 403) },
});

export const getFile = route({
  method: 'get',
  path: '/storage/files/{id}',
  operationId: 'getFile',
  summary: 'Get a file, without its bytes',
  description: 'For the owner of the file and callers who may see its bucket.',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(StoredFile, 'The file'), ...errors(401, 403, 404) },
});

export const updateFile = route({
  method: 'patch',
  path: '/storage/files/{id}',
  operationId: 'updateFile',
  summary: 'Rename a file or change its type or metadata (owner of file or bucket)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam, body: jsonBody(UpdateFile) },
  responses: { 200: json(StoredFile, 'The changed file'), ...errors(400, 401, 403, 404, 409, 413, 415) },
});

export const deleteFile = route({
  method: 'delete',
  path: '/storage/files/{id}',
  operationId: 'deleteFile',
  summary: 'Delete a file (owner of file or bucket)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam },
  responses: { 204: noContent, ...errors(401, 403, 404) },
});

export const moveFile = route({
  method: 'post',
  path: '/storage/files/{id}/move',
  operationId: 'moveFile',
  summary: 'Move a file, also to another bucket (owner of file or bucket)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam, body: jsonBody(PlaceFile) },
  responses: { 200: json(StoredFile, 'The file'), ...errors(400, 401, 403, 404, 409, 413, 415) },
});

export const copyFile = route({
  method: 'post',
  path: '/storage/files/{id}/copy',
  operationId: 'copyFile',
  summary: 'Copy a file (owner of file or bucket)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam, body: jsonBody(PlaceFile) },
  responses: { 201: json(StoredFile, 'The copy'), ...errors(400, 401, 403, 404, 409, 413, 415, 507) },
});
