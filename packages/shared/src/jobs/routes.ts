import { IdParam, NoQuery } from '../contract/common.ts';
import { errors, json, jsonBody, route, security } from '../contract/route.ts';
import { DeleteFiles, StorageJob } from './schema.ts';

const tags = ['Storage'];

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
