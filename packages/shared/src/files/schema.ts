import {
  Id,
  Metadata,
  offsetAsSkip,
  optionalInteger,
  Search,
  skipFields,
  Text,
  Time,
} from '../contract/common.ts';
import { z } from '../contract/zod.ts';

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
export const ListFiles = offsetAsSkip(GivenFileList);
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
