import { sortsByCodePoint } from '@selfdb/server/db/text/text-order';
import { type RawBuilder, sql } from 'kysely';

/**
 * A JSON object of `TextCollation`s by column name, for the columns of the table `oid` whose collation needs care. If the
 * database sorts by code points and Postgres has ICU, a column in the default collation is sorted in Unicode's order.
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

/** Unicode's own order, independent of language. Only with UTF-8: Postgres supports ICU for few other encodings. */
const linguistic = sql`(
  select o.collname from pg_catalog.pg_collation o
  where o.collname = 'und-x-icu' and o.collnamespace = 'pg_catalog'::regnamespace
    and pg_catalog.getdatabaseencoding() = 'UTF8')`;
