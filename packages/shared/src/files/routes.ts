import { Count, CountQuery, IdParam, NoQuery } from '../contract/common.ts';
import { errors, json, jsonBody, noContent, route, security } from '../contract/route.ts';
import {
  CountFiles,
  FilePage,
  FileStats,
  ListFiles,
  MoveFolder,
  PlaceFile,
  StoredFile,
  UpdateFile,
} from './schema.ts';

const tags = ['Storage'];

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
  summary: 'Count the files, bytes and buckets that you may see',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: NoQuery },
  responses: { 200: json(FileStats, 'The totals'), ...errors(401) },
});

export const countAllFiles = route({
  method: 'get',
  path: '/storage/files/total-count',
  operationId: 'countAllFiles',
  summary: 'Count the files that you may see',
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

export const getFile = route({
  method: 'get',
  path: '/storage/files/{id}',
  operationId: 'getFile',
  summary: 'Get a file, without its bytes',
  description: 'For the owner of the file and for callers who may see its bucket.',
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
