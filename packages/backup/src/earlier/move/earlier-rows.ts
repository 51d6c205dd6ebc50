import { v7 as mintUuid } from 'uuid';
import { z } from 'zod';

/** Rows of SelfDB 0.0.5 as JSON. What is missing or of another kind gets the default of this version. */
const text = z.string().nullish().catch(null);
const flag = z.boolean().nullish().catch(null);
const bytes = z.number().int().positive().nullish().catch(null);
const object = z.record(z.string(), z.unknown()).catch({});
const id = z.guid().catch(() => mintUuid());
const reference = z.guid().nullish().catch(null);
const times = { created_at: text, updated_at: text };

/** The essential columns have no default. */
const earlierUser = z.object({
  id: z.guid('is no UUID, which the ids of users have to be'),
  email: z.string(),
  password: z.string().nullable(),
  first_name: text,
  last_name: text,
  role: text,
  is_active: flag,
  ...times,
});

const earlierTable = z.object({
  id,
  name: z.string(),
  owner_id: reference,
  public: flag,
  realtime_enabled: flag,
  realtime: flag,
  description: text,
  metadata: object,
  ...times,
});

const earlierBucket = z.object({
  id: text,
  name: z.string(),
  owner_id: reference,
  public: flag,
  description: text,
  file_size_limit: bytes,
  max_file_size: bytes,
  allowed_mime_types: z.array(z.string()).nullish().catch(null),
  ...times,
});

const earlierFile = z.object({
  id,
  bucket_id: text,
  bucket_name: text,
  path: text,
  name: text,
  mime_type: text,
  owner_id: reference,
  metadata: object,
  ...times,
});

/** A row of `selfdb.users`. */
export function mapUser(row: unknown) {
  const { email, password, first_name, last_name, role, is_active, ...rest } = earlierUser.parse(row);
  return {
    ...rest,
    email: email.trim(),
    password_hash: password ?? '',
    first_name: first_name ?? '',
    last_name: last_name ?? '',
    // An enum of Python may have been stored as `UserRole.ADMIN`.
    role: /(?:^|\.)ADMIN$/i.test(role ?? '') ? 'ADMIN' : 'USER',
    is_active: is_active ?? true,
  };
}

/** What `selfdb.tables` says about a table, which is found by its name. */
export function mapTable(row: unknown) {
  const { public: isPublic, realtime_enabled, realtime, ...rest } = earlierTable.parse(row);
  return { ...rest, ...accessOf(isPublic), realtime_enabled: realtime_enabled ?? realtime ?? false };
}

/** A row of `selfdb.buckets`, except for its name. `earlier_id` is what files call it. */
export function mapBucket(row: unknown) {
  const { public: isPublic, file_size_limit, max_file_size, ...bucket } = earlierBucket.parse(row);
  return {
    ...bucket,
    id: id.parse(bucket.id),
    earlier_id: bucket.id ?? '',
    ...accessOf(isPublic),
    max_file_size: max_file_size ?? file_size_limit ?? null,
    allowed_mime_types: bucket.allowed_mime_types ?? null,
  };
}

/** A row of `selfdb.files`, except for its bucket and its bytes. */
export function mapFile(row: unknown) {
  const { path, name, bucket_id, bucket_name, mime_type, ...rest } = earlierFile.parse(row);
  return {
    ...rest,
    bucket: { id: bucket_id ?? '', name: bucket_name ?? '' },
    path: toPath(path ?? name ?? ''),
    mime_type: mime_type || DEFAULT_TYPE,
  };
}

export const DEFAULT_TYPE = 'application/octet-stream';

/** A path as this version stores it: in NFC, without a slash at its beginning. */
export function toPath(path: string): string {
  return path.replace(/^\/+/, '').normalize('NFC');
}

/** In 0.0.5, every signed-in user could read what was not public, and add to it. */
function accessOf(isPublic: boolean | null | undefined): { access: string; wasPublic: boolean } {
  return isPublic ? { access: 'public', wasPublic: true } : { access: 'users', wasPublic: false };
}

/** Whether a row of `system_config`, which has a column for each setting or one for names and one for values, says so. */
export function saysInitialized(row: unknown): boolean | undefined {
  const { initialized, key, value } = z
    .object({ initialized: flag, key: text, value: z.unknown().optional() })
    .parse(row);
  if (key === 'initialized') return /^"?true"?$/i.test(String(value));
  return initialized ?? undefined;
}
