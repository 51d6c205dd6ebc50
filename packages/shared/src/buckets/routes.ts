import { Count, CountQuery, IdParam, NoQuery } from '../contract/common.ts';
import { errors, json, jsonBody, noContent, route, security } from '../contract/route.ts';
import { Bucket, CreateBucket, ListBuckets, UpdateBucket } from './schema.ts';

const tags = ['Storage'];

export const listBuckets = route({
  method: 'get',
  path: '/storage/buckets',
  operationId: 'listBuckets',
  summary: 'List buckets',
  description:
    'Every caller sees public buckets. A signed-in user also sees their own buckets and those with the access `users`. An ADMIN sees all buckets.',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: ListBuckets },
  responses: { 200: json(Bucket.array(), 'Buckets'), ...errors(401) },
});

export const countBuckets = route({
  method: 'get',
  path: '/storage/buckets/count',
  operationId: 'countBuckets',
  summary: 'Count buckets',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: CountQuery },
  responses: { 200: json(Count, 'The number of buckets that the caller may see'), ...errors(401) },
});

export const createBucket = route({
  method: 'post',
  path: '/storage/buckets',
  operationId: 'createBucket',
  summary: 'Create a bucket',
  tags,
  security: security.token,
  request: { query: NoQuery, body: jsonBody(CreateBucket) },
  responses: { 201: json(Bucket, 'The new bucket'), ...errors(400, 401, 409, 413, 415) },
});

export const getBucket = route({
  method: 'get',
  path: '/storage/buckets/{id}',
  operationId: 'getBucket',
  summary: 'Get a bucket',
  tags,
  security: security.keyAndMaybeToken,
  request: { query: NoQuery, params: IdParam },
  responses: { 200: json(Bucket, 'The bucket'), ...errors(401, 403, 404) },
});

export const updateBucket = route({
  method: 'patch',
  path: '/storage/buckets/{id}',
  operationId: 'updateBucket',
  summary: 'Change a bucket (owner)',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam, body: jsonBody(UpdateBucket) },
  responses: { 200: json(Bucket, 'The changed bucket'), ...errors(400, 401, 403, 404, 409, 413, 415) },
});

export const deleteBucket = route({
  method: 'delete',
  path: '/storage/buckets/{id}',
  operationId: 'deleteBucket',
  summary: 'Delete a bucket and its files (owner)',
  description: 'The bucket disappears at once. Its files are removed in the background.',
  tags,
  security: security.token,
  request: { query: NoQuery, params: IdParam },
  responses: { 204: noContent, ...errors(401, 403, 404) },
});
