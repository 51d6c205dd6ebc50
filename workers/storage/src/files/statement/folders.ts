import sql, { type Sql } from 'sql-template-tag';
import { folderBeginsWith } from '../../statement/paths.ts';

const MAX_FOLDERS = 1000;

/** The folder in which a listing with a delimiter looks: `a/b` of the prefix `a/b/c`. */
export function folderOf(prefix: string): string {
  return prefix.slice(0, prefix.lastIndexOf('/') + 1);
}

/**
 * The folders right below a prefix of a bucket, as a JSON array of texts. It goes from one to the next by the index on
 * folders, so that it takes as long as there are folders, not files.
 */
export function foldersBelow(bucketId: string, prefix: string): Sql {
  const parent = folderOf(prefix);
  const first = (condition: Sql) => sql`(
    select f.folder from selfdb.files f
    where f.bucket_id = ${bucketId}::uuid and ${folderBeginsWith(prefix)} and ${condition} order by f.folder limit 1)`;
  const child = sql`(${parent}::text || split_part(substr(w.folder, length(${parent}::text) + 1), '/', 1))`;
  // '0' is the character behind '/': the first folder from there on is none that lies in this one.
  return sql`(
    with recursive walk(folder) as (
      select ${first(sql`f.folder > ${parent}`)}
      union all
      select ${first(sql`f.folder >= (${child} || '0') collate "C"`)} from walk w where w.folder is not null)
    select coalesce(json_agg(listed.name), '[]')
    from (select ${child} || '/' as name from walk w where w.folder is not null limit ${MAX_FOLDERS}::int) listed)`;
}
