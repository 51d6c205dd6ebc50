import { wireTime } from '@selfdb/server/db/wire-time';
import { sql } from 'kysely';

/** As many hexadecimal digits of the checksum as tell files apart. */
const ETAG_DIGITS = 32;

/** The entity tag of a file `f`, without quotes: the same bytes have the same one. */
export const etag = sql`left(f.checksum_sha256, ${ETAG_DIGITS}::int)`;

/** The file object of a row `f` of files in the bucket `b`. */
export const fileWire = sql`json_build_object(
  'id', f.id, 'bucket_id', f.bucket_id, 'bucket_name', b.name, 'name', f.name, 'path', f.path, 'size', f.size,
  'mime_type', f.mime_type, 'etag', ${etag}, 'checksum_sha256', f.checksum_sha256, 'owner_id', f.owner_id,
  'metadata', f.metadata, 'created_at', ${wireTime('f.created_at')}, 'updated_at', ${wireTime('f.updated_at')})`;
