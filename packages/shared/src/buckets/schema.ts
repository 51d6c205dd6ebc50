import { ACCESS_CONTRADICTION, Access, agreesOnAccess } from '../contract/access.ts';
import { Description, Id, listQuery, Time } from '../contract/common.ts';
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

/** The size limits of a new bucket. Null counts as not given. */
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

/** Whether both names of the size limit have the same value, if both are given. */
function agreesOnSize({
  max_file_size,
  file_size_limit,
}: {
  max_file_size?: number | null | undefined;
  file_size_limit?: number | null | undefined;
}): boolean {
  return max_file_size === undefined || file_size_limit === undefined || max_file_size === file_size_limit;
}
const SIZE_CONTRADICTION = {
  path: ['file_size_limit'],
  error: 'contradicts "max_file_size": send one of them',
};

export const CreateBucket = z
  .strictObject({ name: BucketName, ...bucketFields, ...newSizes })
  .refine(agreesOnAccess, ACCESS_CONTRADICTION)
  .refine(agreesOnSize, SIZE_CONTRADICTION)
  .openapi('CreateBucket');
export type CreateBucket = z.output<typeof CreateBucket>;

export const UpdateBucket = z
  .strictObject({ name: BucketName.optional(), ...bucketFields })
  .refine(agreesOnAccess, ACCESS_CONTRADICTION)
  .refine(agreesOnSize, SIZE_CONTRADICTION)
  .openapi('UpdateBucket');
export type UpdateBucket = z.output<typeof UpdateBucket>;

export const ListBuckets = listQuery(['created_at', 'updated_at', 'name']);
export type ListBuckets = z.output<typeof ListBuckets>;
