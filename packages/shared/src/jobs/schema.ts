import { Id, Text, Time } from '../contract/common.ts';
import { z } from '../contract/zod.ts';

const MAX_IDS = 10_000;
const MAX_PREFIX = 1024;

export const DeleteFiles = z
  .strictObject({
    ids: z.array(Id).min(1).max(MAX_IDS).optional(),
    bucket_id: Id.optional(),
    prefix: Text.max(MAX_PREFIX).optional(),
  })
  .refine(
    ({ ids, bucket_id, prefix }) =>
      ids ? (bucket_id ?? prefix) === undefined : bucket_id && prefix !== undefined,
    {
      error: 'requires `ids`, or `bucket_id` and `prefix`',
    },
  )
  .transform(({ ids, bucket_id = '', prefix = '' }) => (ids ? { ids } : { bucket_id, prefix }))
  .openapi('DeleteFiles', {
    type: 'object',
    description:
      'Deletes the files with these `ids`, or those in a bucket (`bucket_id`) whose paths begin with a `prefix`',
    oneOf: [
      {
        type: 'object',
        properties: {
          ids: {
            type: 'array',
            items: { type: 'string', format: 'uuid' },
            minItems: 1,
            maxItems: MAX_IDS,
          },
        },
        required: ['ids'],
        additionalProperties: false,
      },
      {
        type: 'object',
        properties: {
          bucket_id: { type: 'string', format: 'uuid' },
          prefix: { type: 'string', maxLength: MAX_PREFIX },
        },
        required: ['bucket_id', 'prefix'],
        additionalProperties: false,
      },
    ],
  });
export type DeleteFiles = z.output<typeof DeleteFiles>;

export const StorageJob = z
  .object({
    id: Id,
    kind: z.enum(['delete_files', 'sweep']),
    status: z.enum(['waiting', 'running', 'done', 'failed']),
    total: z.int().nullable().openapi({ description: 'The number at the start, where it is known' }),
    done: z.int(),
    error: z.string().nullable(),
    created_at: Time,
    finished_at: Time.nullable(),
  })
  .openapi('StorageJob');
export type StorageJob = z.infer<typeof StorageJob>;
