import { Access, agreesOnAccess, DISAGREES } from '../contract/access.ts';
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
} from '../contract/common.ts';
import { z } from '../contract/zod.ts';

const BucketName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
    'must be 3 to 63 lowercase letters, digits and hyphens, and must not begin or end with a hyphen',
  )
  .openapi({ example: 'avatars' });

/** `image/png`, or all types of a kind: `image/*`. RFC 6838, 4.2 defines the characters. */
const MimePattern = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/([a-z0-9][a-z0-9!#$&^_.+-]{0,126}|\*)$/,
    'must be a media type in lowercase letters, such as image/png or image/*',
  );

const MaxFileSize = z.int().min(1).max(Number.MAX_SAFE_INTEGER).openapi({ description: 'In bytes' });
const SizeLimit = MaxFileSize.openapi({ description: 'The same as `max_file_size`' });
const ANONYMOUS_UPLOADS = 'Whether callers without a token may upload while the bucket is public';
const AllowedTypes = z.array(MimePattern).max(100);

export const Bucket = z
  .object({
    id: Id,
    name: z.string(),
    public: z.boolean().openapi({ description: 'Whether `access` is `public`' }),
    access: Access,
    owner_id: Id,
    description: z.string().nullable(),
    max_file_size: z.int().nullable().openapi({ description: 'In bytes' }),
    file_size_limit: z
      .int()
      .nullable()
      .openapi({ description: "The same as `max_file_size`, for 0.0.5's clients" }),
    allowed_mime_types: z.array(z.string()).nullable(),
    anonymous_uploads: z.boolean().openapi({ description: ANONYMOUS_UPLOADS }),
    file_count: z.int(),
    total_size: z.int().openapi({ description: 'In bytes' }),
    created_at: Time,
    updated_at: Time,
  })
  .openapi('Bucket');
export type Bucket = z.infer<typeof Bucket>;

/** The sizes of a new bucket, where null counts as not given. */
const newSizes = { max_file_size: MaxFileSize.optional(), file_size_limit: SizeLimit.optional() };

/** The fields of a bucket that a body may set, besides its name. */
const bucketFields = {
  public: z.boolean().optional().openapi({ description: 'false means the value of PRIVATE_MEANS' }),
  access: Access.optional(),
  description: Description.nullish(),
  max_file_size: MaxFileSize.nullish(),
  file_size_limit: SizeLimit.nullish(),
  allowed_mime_types: AllowedTypes.nullish(),
  anonymous_uploads: z.boolean().optional().openapi({ description: ANONYMOUS_UPLOADS }),
};

/** Whether both names of the largest size have the same value, if both are given. */
function agreesOnSize({
  max_file_size,
  file_size_limit,
}: {
  max_file_size?: number | null | undefined;
  file_size_limit?: number | null | undefined;
}): boolean {
  return max_file_size === undefined || file_size_limit === undefined || max_file_size === file_size_limit;
}
const SIZES_DISAGREE = { path: ['file_size_limit'], error: 'contradicts "max_file_size": send one of them' };

export const CreateBucket = z
  .strictObject({ name: BucketName, ...bucketFields, ...newSizes })
  .refine(agreesOnAccess, DISAGREES)
  .refine(agreesOnSize, SIZES_DISAGREE)
  .openapi('CreateBucket');
export type CreateBucket = z.output<typeof CreateBucket>;

export const UpdateBucket = z
  .strictObject({ name: BucketName.optional(), ...bucketFields })
  .refine(agreesOnAccess, DISAGREES)
  .refine(agreesOnSize, SIZES_DISAGREE)
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
      .openapi({ description: 'The path in the bucket, with folders', example: 'holiday/beach.jpg' }),
    size: z.int().openapi({ description: 'In bytes' }),
    mime_type: z.string(),
    etag: z.string().openapi({ description: 'The ETag of a download, without its quotes' }),
    checksum_sha256: z.string().openapi({ description: 'In hexadecimal' }),
    owner_id: Id,
    metadata: z.record(z.string(), z.unknown()),
    created_at: Time,
    updated_at: Time,
  })
  .openapi('StoredFile');
export type StoredFile = z.infer<typeof StoredFile>;

const Flag = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['true', 'false', '1', '0', '']))
  .transform((flag) => flag !== 'false' && flag !== '0')
  .openapi({ type: 'boolean' });

/** How an upload is stored whose path is taken. */
export const OnConflict = z.enum(['rename', 'error', 'replace']).openapi('OnConflict', {
  description:
    'If the path is taken. rename: store the upload as `name (1).ext`. error: answer 409. replace: replace the file (owner of file or bucket).',
});
export type OnConflict = z.infer<typeof OnConflict>;

/** The path and the type of an upload, as query, form and tus metadata give them. */
const uploadFields = {
  filename: Text.optional().openapi({
    description: 'May contain folders. Default: the name in the form, or the last part of `path`',
  }),
  path: Text.optional().openapi({
    description:
      'The folder, such as `holiday/2026`. The whole path if it ends with `filename`, or if that is not given',
  }),
  content_type: z.string().optional().openapi({ description: 'Default: the content type of the body' }),
  on_conflict: OnConflict.optional().openapi({ default: 'rename' }),
  upsert: Flag.optional().openapi({ description: '`true` is the same as `on_conflict=replace`' }),
};
export const UploadQuery = z.strictObject({ bucket_id: Id, ...uploadFields });
export type UploadQuery = z.output<typeof UploadQuery>;

/** The fields of a form. The query takes precedence. */
export const UploadFields = z.strictObject(uploadFields);
export type UploadFields = z.output<typeof UploadFields>;

/** The query of a resumable upload, for fields that the header `Upload-Metadata` leaves out. */
export const TusQuery = z.strictObject({
  bucket_id: Id.optional(),
  filename: Text.optional(),
  path: Text.optional(),
  content_type: z.string().optional(),
  on_conflict: z.string().optional(),
  upsert: z.string().optional(),
  filetype: z.string().optional(),
  metadata: z.string().optional(),
});
export type TusQuery = z.output<typeof TusQuery>;

/** The known keys of the header `Upload-Metadata`. Any other key is stored for the client. */
export const UploadMetadata = z.object({
  bucket_id: Id,
  ...uploadFields,
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
    size: z.int().openapi({ description: 'In bytes' }),
    file_id: Id,
    upload_time: z.number().openapi({ description: 'Duration of the upload in seconds' }),
    url: z.string().openapi({ description: 'The address to download the file from' }),
    original_path: z.string().nullable().openapi({
      description: 'The requested path, if it was taken; null if the file has it',
    }),
    message: z.string(),
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
  prefix: Text.max(1024).optional().openapi({ description: 'Only paths that begin with this text' }),
  delimiter: z.literal('/').optional().openapi({
    description: 'Lists one folder; its subfolders are in `folders`. Requires `bucket_id`',
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
    page_size: z.int(),
    folders: z.array(z.string()).optional().openapi({
      description: 'With `delimiter`: the subfolders, each with its `/`, by name, paged like the files',
    }),
    total_folders: z.int().optional(),
  })
  .openapi('FilePage');
export type FilePage = z.infer<typeof FilePage>;

export const FileStats = z
  .object({
    total_files: z.int(),
    total_size: z.int().openapi({ description: 'In bytes' }),
    buckets_count: z.int(),
    bucket_count: z.int(),
    total_buckets: z.int(),
  })
  .openapi('FileStats');
export type FileStats = z.infer<typeof FileStats>;

export const CountFiles = z.strictObject({ bucket_id: Id.optional(), search: Search });

const Path = Text.min(1).max(1024);

export const UpdateFile = z
  .strictObject({
    name: Text.min(1).max(255).optional().openapi({ description: 'Renames the file within its folder' }),
    path: Path.optional().openapi({ description: 'Moves the file within its bucket' }),
    mime_type: z.string().min(1).max(255).optional(),
    metadata: Metadata.optional(),
  })
  .openapi('UpdateFile');
export type UpdateFile = z.output<typeof UpdateFile>;

export const PlaceFile = z
  .strictObject({
    bucket_id: Id.optional().openapi({ description: 'Default: the bucket that the file is in' }),
    path: Path.openapi({ description: 'The whole path in the bucket, with the name' }),
    upsert: z.boolean().default(false).openapi({ description: 'Replace a file at the path' }),
  })
  .openapi('PlaceFile');
export type PlaceFile = z.output<typeof PlaceFile>;

export const MoveFolder = z
  .strictObject({
    bucket_id: Id,
    from: Path.openapi({ description: 'The folder, such as `holiday/2025`' }),
    to: Path.openapi({ description: 'The new path of the folder' }),
  })
  .openapi('MoveFolder');
export type MoveFolder = z.output<typeof MoveFolder>;

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

const MAX_SIGNED_SECONDS = 7 * 24 * 3600;

export const SignFile = z
  .strictObject({
    expires_in: z.int().min(1).max(MAX_SIGNED_SECONDS).default(3600).openapi({ description: 'In seconds' }),
    download: Text.max(255).optional().openapi({ description: 'The name to save the file under' }),
  })
  .openapi('SignFile');
export type SignFile = z.output<typeof SignFile>;

export const SignedUrl = z.object({ url: z.string(), expires_at: Time }).openapi('SignedUrl');
export type SignedUrl = z.infer<typeof SignedUrl>;

export const DownloadQuery = z.strictObject({
  download: Text.max(255).optional().openapi({
    description: 'Save the file instead of showing it, under this name or, if empty, its own',
  }),
});

export const DownloadParams = z.object({ bucket: z.string(), path: z.string() });
export const SignedQuery = z.strictObject({ token: z.string() });
