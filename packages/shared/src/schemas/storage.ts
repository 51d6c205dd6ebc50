import { z } from '@hono/zod-openapi';
import {
  Description,
  Id,
  listQuery,
  Metadata,
  optionalInteger,
  Search,
  skipFields,
  skipping,
  Text,
  Time,
} from './common.ts';

const BucketName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
    'must be 3 to 63 small letters, digits and hyphens, with none of those at either end',
  )
  .openapi({ example: 'avatars' });

/** `image/png`, or all of a kind: `image/*`. RFC 6838, 4.2 has the characters of a name. */
const MimePattern = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/([a-z0-9][a-z0-9!#$&^_.+-]{0,126}|\*)$/,
    'must be a media type in small letters, such as image/png or image/*',
  );

const MaxFileSize = z.int().min(1).openapi({ description: 'In bytes' });
const AllowedTypes = z.array(MimePattern).max(100);

export const Bucket = z
  .object({
    id: Id,
    name: z.string(),
    public: z.boolean(),
    owner_id: Id,
    description: z.string().nullable(),
    max_file_size: z.int().nullable().openapi({ description: 'In bytes' }),
    allowed_mime_types: z.array(z.string()).nullable(),
    file_count: z.int(),
    total_size: z.int().openapi({ description: 'In bytes' }),
    created_at: Time,
    updated_at: Time,
  })
  .openapi('Bucket');
export type Bucket = z.infer<typeof Bucket>;

export const CreateBucket = z
  .strictObject({
    name: BucketName,
    public: z.boolean().default(false),
    description: Description.nullish(),
    max_file_size: MaxFileSize.nullish(),
    allowed_mime_types: AllowedTypes.nullish(),
  })
  .openapi('CreateBucket');
export type CreateBucket = z.output<typeof CreateBucket>;

export const UpdateBucket = z
  .strictObject({
    name: BucketName.optional(),
    public: z.boolean().optional(),
    description: Description.nullish(),
    max_file_size: MaxFileSize.nullish(),
    allowed_mime_types: AllowedTypes.nullish(),
  })
  .openapi('UpdateBucket');
export type UpdateBucket = z.output<typeof UpdateBucket>;

export const ListBuckets = listQuery(['created_at', 'updated_at', 'name']);
export type ListBuckets = z.output<typeof ListBuckets>;

export const StoredFile = z
  .object({
    id: Id,
    bucket_id: Id,
    bucket_name: z.string(),
    name: z.string().openapi({ description: 'The last part of the path' }),
    path: z
      .string()
      .openapi({ description: 'In the bucket, with its folders', example: 'holiday/beach.jpg' }),
    size: z.int().openapi({ description: 'In bytes' }),
    mime_type: z.string(),
    etag: z.string().openapi({ description: 'As in the header ETag of a download, without its quotes' }),
    checksum_sha256: z.string().openapi({ description: 'In hexadecimal' }),
    owner_id: Id,
    metadata: z.record(z.string(), z.unknown()),
    created_at: Time,
    updated_at: Time,
  })
  .openapi('File');
export type StoredFile = z.infer<typeof StoredFile>;

const Flag = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['true', 'false', '1', '0', '']))
  .transform((flag) => flag !== 'false' && flag !== '0')
  .default(false)
  .openapi({ type: 'boolean', default: false });

export const UploadQuery = z.strictObject({
  bucket_id: Id,
  filename: Text.optional().openapi({
    description: 'Of the file in its folder; left out, that of the form, or the last part of `path`',
  }),
  path: Text.optional().openapi({
    description: 'The folder: `holiday/2026`. Without `filename` the whole path',
  }),
  upsert: Flag.openapi({ description: 'Replace a file that is there' }),
});
export type UploadQuery = z.output<typeof UploadQuery>;

/** What of a resumable upload may be said in the query, for what the header `Upload-Metadata` leaves out. */
export const TusQuery = z.strictObject({
  bucket_id: Id.optional(),
  filename: Text.optional(),
  path: Text.optional(),
  upsert: z.string().optional(),
  filetype: z.string().optional(),
  metadata: z.string().optional(),
});
export type TusQuery = z.output<typeof TusQuery>;

/** What the header `Upload-Metadata` of a resumable upload may hold; any other key is kept for the client's own use. */
export const UploadMetadata = z.object({
  bucket_id: Id,
  filename: Text.optional(),
  path: Text.optional(),
  upsert: Flag,
  filetype: z.string().optional(),
  metadata: z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: 'custom', message: 'must be JSON' });
        return z.NEVER;
      }
    })
    .pipe(Metadata)
    .optional(),
});
export type UploadMetadata = z.output<typeof UploadMetadata>;

export const Uploaded = z
  .object({
    success: z.literal(true),
    bucket: z.string(),
    path: z.string(),
    size: z.int(),
    file_id: Id,
  })
  .openapi('Uploaded');
export type Uploaded = z.infer<typeof Uploaded>;

const GivenFileList = z.strictObject({
  bucket_id: Id.optional(),
  ...skipFields,
  limit: optionalInteger(1, 1000),
  page: optionalInteger(1, 1_000_000_000),
  page_size: optionalInteger(1, 1000),
  search: Search,
  prefix: Text.max(1024).optional().openapi({ description: 'Only paths that begin with it' }),
  delimiter: z.literal('/').optional().openapi({
    description: 'Lists one folder: what lies deeper shows as `folders`. Needs `bucket_id`',
  }),
  sort_by: z.enum(['created_at', 'updated_at', 'name', 'path', 'size', 'mime_type']).default('created_at'),
  sort_order: z.enum(['asc', 'desc']).default('desc'),
});
export const ListFiles = skipping(GivenFileList);
export type ListFiles = z.output<typeof ListFiles>;

export const FilePage = z
  .object({
    data: StoredFile.array(),
    total: z.int(),
    page: z.int(),
    pageSize: z.int(),
    folders: z.array(z.string()).optional().openapi({
      description: 'With `delimiter`: the folders in it, with their `/`, by name; paged as the files are',
    }),
    total_folders: z.int().optional(),
  })
  .openapi('FilePage');
export type FilePage = z.infer<typeof FilePage>;

export const FileStats = z
  .object({ total_files: z.int(), total_size: z.int(), buckets_count: z.int() })
  .openapi('FileStats');
export type FileStats = z.infer<typeof FileStats>;

export const CountFiles = z.strictObject({ bucket_id: Id.optional(), search: Search });

const Path = Text.min(1).max(1024);

export const UpdateFile = z
  .strictObject({
    name: Text.min(1).max(255).optional().openapi({ description: 'Renames it in its folder' }),
    path: Path.optional().openapi({ description: 'Moves it in its bucket' }),
    mime_type: z.string().max(255).optional(),
    metadata: Metadata.optional(),
  })
  .openapi('UpdateFile');
export type UpdateFile = z.output<typeof UpdateFile>;

export const PlaceFile = z
  .strictObject({
    bucket_id: Id.optional().openapi({ description: 'The bucket it is in, if left out' }),
    path: Path.openapi({ description: 'The whole path there, with the name' }),
    upsert: z.boolean().default(false).openapi({ description: 'Replace a file that is there' }),
  })
  .openapi('PlaceFile');
export type PlaceFile = z.output<typeof PlaceFile>;

export const MoveFolder = z
  .strictObject({
    bucket_id: Id,
    from: Path.openapi({ description: 'The folder, such as `holiday/2025`' }),
    to: Path.openapi({ description: 'What it is called afterwards' }),
  })
  .openapi('MoveFolder');
export type MoveFolder = z.output<typeof MoveFolder>;

const MAX_IDS = 10_000;

export const DeleteFiles = z
  .strictObject({
    ids: z.array(Id).min(1).max(MAX_IDS).optional(),
    bucket_id: Id.optional(),
    prefix: Text.max(1024).optional(),
  })
  .refine(
    ({ ids, bucket_id, prefix }) =>
      ids ? (bucket_id ?? prefix) === undefined : bucket_id && prefix !== undefined,
    {
      error: 'needs `ids`, or `bucket_id` and `prefix`',
    },
  )
  .transform(({ ids, bucket_id = '', prefix = '' }) => (ids ? { ids } : { bucket_id, prefix }))
  .openapi('DeleteFiles', {
    description: 'By `ids`, or all of a bucket (`bucket_id`) whose paths begin with a `prefix`',
  });
export type DeleteFiles = z.output<typeof DeleteFiles>;

export const StorageJob = z
  .object({
    id: Id,
    kind: z.enum(['delete_files', 'sweep']),
    status: z.enum(['waiting', 'running', 'done', 'failed']),
    total: z
      .int()
      .nullable()
      .openapi({ description: 'How many there were to begin with, where that is known' }),
    done: z.int(),
    error: z.string().nullable(),
    created_at: Time,
    finished_at: Time.nullable(),
  })
  .openapi('StorageJob');
export type StorageJob = z.infer<typeof StorageJob>;

const MAX_SIGNED_SECONDS = 7 * 24 * 3600;

export const SignFile = z
  .strictObject({
    expires_in: z.int().min(1).max(MAX_SIGNED_SECONDS).default(3600).openapi({ description: 'In seconds' }),
    download: Text.max(255).optional().openapi({ description: 'Save it under this name' }),
  })
  .openapi('SignFile');
export type SignFile = z.output<typeof SignFile>;

export const SignedUrl = z.object({ url: z.string(), expires_at: Time }).openapi('SignedUrl');
export type SignedUrl = z.infer<typeof SignedUrl>;

export const DownloadQuery = z.strictObject({
  download: Text.max(255).optional().openapi({
    description: 'Save it instead of showing it, under this name or, empty, its own',
  }),
});

export const DownloadParams = z.object({ bucket: z.string(), path: z.string() });
export const SignedQuery = z.strictObject({ token: z.string() });
