import type { ListFiles } from '@selfdb/shared/files/schema';
import { type RawBuilder, sql } from 'kysely';
import { sees } from '../../statement/access.ts';
import { fileWire } from '../../statement/file-columns.ts';
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

type Choice = Partial<Pick<ListFiles, 'bucket_id' | 'prefix' | 'delimiter' | 'search'>>;

const visibleBuckets = sql`me u cross join selfdb.buckets b`;
const isVisible = sql`b.deleted_at is null and ${sees('b')}`;

/** The files that the caller `u` of `me` may see and a list chooses, as `f`, in their buckets `b`. */
function chosen(choice: Choice): RawBuilder<unknown> {
  return sql`${visibleBuckets} join selfdb.files f on f.bucket_id = b.id
    where ${sql.join([isVisible, ...ofBucket(choice), ...conditionsOf(choice)], sql` and `)}`;
}

function ofBucket({ bucket_id }: Choice): RawBuilder<unknown>[] {
  return bucket_id === undefined ? [] : [sql`b.id = ${bucket_id}::uuid`];
}

function conditionsOf({ prefix = '', delimiter, search }: Choice): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  // Whatever lies in a folder begins with its path; said twice, Postgres would count by the table and not by the index.
  const isFolder = delimiter !== undefined && folderOf(prefix) === prefix;
  if (delimiter !== undefined) conditions.push(sql`f.folder = ${folderOf(prefix)}`);
  if (prefix !== '' && !isFolder) conditions.push(beginsWith(prefix));
  if (search) conditions.push(pathContains(search));
  return conditions;
}

/**
 * The expression `page`: the file objects of a window as `wire`, made after sorting. For a search it comes with
 * `matching`, so that each path is tested once, for the page and the count.
 */
export function pageOf(list: ListFiles, { offset, limit }: Window): RawBuilder<unknown> {
  const column = sql.raw(SORT[list.sort_by]);
  const order = sql`order by ${column} ${sql.raw(list.sort_order)}, f.id ${sql.raw(list.sort_order)}`;
  const matching = list.search
    ? sql`matching as materialized (select f.id, ${column} from ${chosen(list)}),`
    : sql``;
  const from = list.search ? sql`matching f` : chosen(list);
  return sql`${matching}
    page as (
      select ${fileWire} as wire
      from (select f.id from ${from} ${order} limit ${limit}::bigint offset ${offset}::bigint) listed
      join selfdb.files f on f.id = listed.id join selfdb.buckets b on b.id = f.bucket_id ${order})`;
}

/** How many files a list chooses, beside its `page`. */
export function totalOf(list: ListFiles): RawBuilder<unknown> {
  return list.search ? sql`(select count(*) from matching)` : countOf(list);
}

/** How many files a list chooses. All of a bucket have been counted when they came and went. */
export function countOf(choice: Choice): RawBuilder<unknown> {
  if (conditionsOf(choice).length > 0) return sql`(select count(*) from ${chosen(choice)})`;
  const conditions = sql.join([isVisible, ...ofBucket(choice)], sql` and `);
  return sql`(select coalesce(sum(b.file_count), 0) from ${visibleBuckets} where ${conditions})`;
}
