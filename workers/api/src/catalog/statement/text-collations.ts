import { sortsByCodePoint } from '@selfdb/server/db/text-order';
import { type RawBuilder, sql } from 'kysely';

/**
 * A JSON object of `TextCollation`s, by the names of the columns of the class `oid` that have one. A column in the collation of
 * a database that sorts by code points is sorted as people look for its values, where Postgres has ICU.
 */
export function textCollations(oid: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select json_object_agg(a.attname, json_build_object(
      'sort', case when not l.own then l.linguistic end, 'nondeterministic', not c.collisdeterministic))
    from pg_catalog.pg_attribute a
    join pg_catalog.pg_collation c on c.oid = a.attcollation
    join pg_catalog.pg_type t on t.oid = a.atttypid
    cross join lateral (
      select t.typcategory <> 'S' or c.collprovider <> 'd' or not ${sortsByCodePoint} as own, ${linguistic} as linguistic) l
    where a.attrelid = ${oid} and a.attnum > 0 and not a.attisdropped
      and (not c.collisdeterministic or not l.own and l.linguistic is not null))`;
}

/** Unicode's own order, of no language; ICU knows no other encodings than UTF-8's like. */
const linguistic = sql`(
  select o.collname from pg_catalog.pg_collation o
  where o.collname = 'und-x-icu' and o.collnamespace = 'pg_catalog'::regnamespace
    and pg_catalog.getdatabaseencoding() = 'UTF8')`;
