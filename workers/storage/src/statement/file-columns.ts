import { wireTime } from '@selfdb/server/db/wire-time';
import { sql } from 'kysely';

/** Enough hexadecimal digits of the checksum to tell files apart. */
const ETAG_DIGITS = 32;

/** The entity tag of a file `f`, without quotes. Equal bytes have equal tags. */
export const etag = sql`left(f.checksum_sha256, ${ETAG_DIGITS}::int)`;

/** The file object for a row `f` of files in the bucket `b`. */
export const fileObject = sql`json_build_object(
  'id', f.id, 'bucket_id', f.bucket_id, 'bucket_name', b.name, 'name', f.name, 'path', f.path, 'size', f.size,
  'mime_type', f.mime_type, 'etag', ${etag}, 'checksum_sha256', f.checksum_sha256, 'owner_id', f.owner_id,
  'metadata', f.metadata, 'created_at', ${wireTime('f.created_at')}, 'updated_at', ${wireTime('f.updated_at')})`;
