import { bytes, errors, json, route, security } from '../contract/route.ts';
import { z } from '../contract/zod.ts';
import { OnConflict, Uploaded, UploadQuery } from './schema.ts';

const tags = ['Storage'];

export const uploadFile = route({
  method: 'post',
  path: '/storage/files/upload',
  operationId: 'uploadFile',
  summary: 'Upload a file',
  description:
    'The body is the file, or a form with the file in its field `file`. The other fields of a form have the names of the parameters, except `bucket_id`, which belongs in the query. Anyone may upload to a public bucket, unless its `anonymous_uploads` is false. Any signed-in user may upload to a bucket with the access `users`, and only the owner to any other bucket. Without a type, the server detects it from the bytes and the name. `Content-Encoding` is stored and sent back with downloads.',
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
