import sql, { type Sql } from 'sql-template-tag';

/** That the bucket `b` takes files of a media type. */
export function takesType(mimeType: string): Sql {
  const name = mimeType.split(';')[0] ?? '';
  const kind = `${name.split('/')[0]}/*`;
  return sql`coalesce(b.allowed_mime_types && ${[name, kind]}::text[], true)`;
}

/** The bytes of all files, a blob that several share counted for each. */
const used = sql`(select coalesce(sum(total_size), 0) from selfdb.buckets)`;

/** How many bytes may come before the quota is full; null where there is none, which a quota of 0 means. */
function roomLeft(quota: number): Sql {
  return quota === 0 ? sql`null::bigint` : sql`(${quota}::bigint - ${used})`;
}

/** That the bucket `b` takes a file of `size`, and that there is room for it. Both are SQL expressions. */
export function takesSize(size: Sql, quota: number): Sql {
  return sql`(coalesce(${size} <= b.max_file_size, true) and coalesce(${size} <= ${roomLeft(quota)}, true))`;
}

/** What the bucket `b` takes, for an error that says so: `max_file_size`, `allowed_mime_types`, `room`. */
export function targetLimits(quota: number): Sql {
  return sql`b.max_file_size::float8 as max_file_size, array_to_json(b.allowed_mime_types) as allowed_mime_types,
    ${roomLeft(quota)}::float8 as room`;
}
