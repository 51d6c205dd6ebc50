import type { ListFiles } from '@selfdb/shared/files/schema';
import { type RawBuilder, sql } from 'kysely';
import { maySeeBucket } from '../../statement/access.ts';
import { fileObject } from '../../statement/file-columns.ts';
import { beginsWith, pathContains } from '../../statement/paths.ts';
import { folderOf } from './folders.ts';

const SORT = {
  created_at: 'f.created_at',
  updated_at: 'f.updated_at',
  name: 'f.name',
  path: 'f.path',
  size: 'f.size',
  mime_type: 'f.mime_type',
} as const;

export interface Window {
  offset: number;
  limit: number;
}

type FileFilter = Partial<Pick<ListFiles, 'bucket_id' | 'prefix' | 'delimiter' | 'search'>>;

const visibleBuckets = sql`me u cross join selfdb.buckets b`;
const isVisible = sql`b.deleted_at is null and ${maySeeBucket('b')}`;

/** The files `f`, in their buckets `b`, that match the filter and that the caller `u` of `me` may see. */
function matchingFiles(filter: FileFilter): RawBuilder<unknown> {
  return sql`${visibleBuckets} join selfdb.files f on f.bucket_id = b.id
    where ${sql.join([isVisible, ...ofBucket(filter), ...conditionsOf(filter)], sql` and `)}`;
}

function ofBucket({ bucket_id }: FileFilter): RawBuilder<unknown>[] {
  return bucket_id === undefined ? [] : [sql`b.id = ${bucket_id}::uuid`];
}

function conditionsOf({ prefix = '', delimiter, search }: FileFilter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  // A file in a folder begins with the folder's path. With both conditions, Postgres would count by table, not by index.
  const isFolder = delimiter !== undefined && folderOf(prefix) === prefix;
  if (delimiter !== undefined) conditions.push(sql`f.folder = ${folderOf(prefix)}`);
  if (prefix !== '' && !isFolder) conditions.push(beginsWith(prefix));
  if (search) conditions.push(pathContains(search));
  return conditions;
}

/**
 * The common table expression `page(wire)`: the file objects of a window, built after sorting. With a search it adds
 * `matching`, so that each path is tested once for both the page and the count.
 */
export function filePage(list: ListFiles, { offset, limit }: Window): RawBuilder<unknown> {
  const column = sql.raw(SORT[list.sort_by]);
  const order = sql`order by ${column} ${sql.raw(list.sort_order)}, f.id ${sql.raw(list.sort_order)}`;
  const matching = list.search
    ? sql`matching as materialized (select f.id, ${column} from ${matchingFiles(list)}),`
    : sql``;
  const from = list.search ? sql`matching f` : matchingFiles(list);
  return sql`${matching}
    page as (
      select ${fileObject} as wire
      from (select f.id from ${from} ${order} limit ${limit}::bigint offset ${offset}::bigint) listed
      join selfdb.files f on f.id = listed.id join selfdb.buckets b on b.id = f.bucket_id ${order})`;
}

/** The number of files that a list matches, in a statement that has its `filePage`. */
export function totalCount(list: ListFiles): RawBuilder<unknown> {
  return list.search ? sql`(select count(*) from matching)` : fileCount(list);
}

/** The number of files that match a filter. Without conditions it adds up the counts that the buckets keep. */
export function fileCount(filter: FileFilter): RawBuilder<unknown> {
  if (conditionsOf(filter).length > 0) return sql`(select count(*) from ${matchingFiles(filter)})`;
  const conditions = sql.join([isVisible, ...ofBucket(filter)], sql` and `);
  return sql`(select coalesce(sum(b.file_count), 0) from ${visibleBuckets} where ${conditions})`;
}
