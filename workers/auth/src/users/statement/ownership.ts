import { type RawBuilder, sql } from 'kysely';

type OwnedTable = `selfdb.${'tables' | 'sql_snippets' | 'buckets' | 'files' | 'functions' | 'webhooks'}`;

/** The common table expressions that transfer everything that `target` owns to `new_owner`. */
export const transferAll = sql.join([
  transferOwnership('selfdb.tables', sql`version = o.version + 1, updated_at = now()`),
  transferOwnership('selfdb.sql_snippets', sql`updated_at = now()`),
  transferOwnership('selfdb.buckets', sql`updated_at = now()`),
  transferOwnership('selfdb.files', sql`updated_at = now()`),
  transferOwnership('selfdb.functions', sql`updated_at = now()`),
  transferOwnership('selfdb.webhooks', sql`updated_at = now()`),
]);

/** Transfers rows. `also` sets further columns. */
function transferOwnership(table: OwnedTable, also: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`${sql.raw(`transferred_${table.replace('selfdb.', '')}`)} as (
    update ${sql.raw(table)} o set owner_id = new_owner.id, ${also} from target, new_owner where o.owner_id = target.id)`;
}

/** A JSON object with the numbers of what the user `u` owns. Leaves out dropped tables, deleted buckets and their files. */
export const ownedByUser = sql`json_build_object(
  'tables', (
    select count(*) from selfdb.tables t join pg_class c on c.oid = t.relid and c.relnamespace = to_regnamespace('public')
    where t.owner_id = u.id),
  'buckets', (select count(*) from selfdb.buckets b where b.owner_id = u.id and b.deleted_at is null),
  'files', files.number,
  'size', files.size,
  'snippets', (select count(*) from selfdb.sql_snippets s where s.owner_id = u.id))`;

/** The relation `files` that `ownedByUser` reads, beside the user `u`. */
export const filesOfUser = sql`lateral (
  select count(*) as number, coalesce(sum(f.size), 0) as size
  from selfdb.files f join selfdb.buckets b on b.id = f.bucket_id and b.deleted_at is null where f.owner_id = u.id) files`;
