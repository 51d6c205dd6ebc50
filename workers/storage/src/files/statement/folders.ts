import { type RawBuilder, sql } from 'kysely';
import { folderBeginsWith, pathContains } from '../../statement/paths.ts';

/** The folder that a listing with a delimiter shows: `a/b/` for the prefix `a/b/c`. */
export function folderOf(prefix: string): string {
  return prefix.slice(0, prefix.lastIndexOf('/') + 1);
}

/**
 * The folders directly below a prefix of a bucket, each with its trailing `/` as `name`. A search limits them to folders
 * with a matching path. Without a search, the statement skips from folder to folder on the index (a loose index scan), so
 * its cost depends on the number of folders, not of files.
 */
export function foldersBelow(
  bucketId: string,
  prefix: string,
  search: string | undefined,
): RawBuilder<unknown> {
  const parent = folderOf(prefix);
  const below = sql`selfdb.files f where f.bucket_id = ${bucketId}::uuid and ${folderBeginsWith(prefix)}`;
  const childOf = (folder: RawBuilder<unknown>) =>
    sql`(${parent}::text || split_part(substr(${folder}, length(${parent}::text) + 1), '/', 1)) collate "C"`;
  if (search) {
    return sql`(
      select distinct ${childOf(sql`f.folder`)} || '/' as name
      from ${below} and f.folder > ${parent} and ${pathContains(search)})`;
  }
  const first = (condition: RawBuilder<unknown>) =>
    sql`(select f.folder from ${below} and ${condition} order by f.folder limit 1)`;
  const child = childOf(sql`w.folder`);
  // '0' is the character after '/', so the next folder at or after it is not inside this one.
  return sql`(
    with recursive walk(folder) as (
      select ${first(sql`f.folder > ${parent}`)}
      union all
      select ${first(sql`f.folder >= (${child} || '0') collate "C"`)} from walk w where w.folder is not null)
    select ${child} || '/' as name from walk w where w.folder is not null)`;
}
