import type { Database } from '@selfdb/shared/db/database';
import sql from 'sql-template-tag';
import type { CatalogType } from './catalog-types.ts';

/** Types with all that they are made of. */
export async function selectTypes(db: Database, oids: number[]): Promise<CatalogType[]> {
  const rows = await db.query(sql`
    with recursive t as (
      select oid from unnest(${`{${oids.join(',')}}`}::oid[]) as oid
      union
      select part.oid from t join pg_type p on p.oid = t.oid cross join lateral (
        select p.typbasetype as oid union all select p.typelem
        union all select a.atttypid from pg_attribute a
          where a.attrelid = p.typrelid and p.typtype = 'c' and a.attnum > 0 and not a.attisdropped
      ) part where part.oid <> 0)
    select coalesce(json_agg(json_build_object(
      'oid', p.oid::bigint,
      'base', p.typbasetype::bigint,
      'element', case when p.typsubscript = 'pg_catalog.array_subscript_handler'::regproc
        then p.typelem::bigint else 0 end,
      'delimiter', p.typdelim,
      'fields', case when p.typtype = 'c' then (
        select json_agg(json_build_object('name', a.attname, 'type', a.atttypid::bigint) order by a.attnum)
        from pg_attribute a where a.attrelid = p.typrelid and a.attnum > 0 and not a.attisdropped) end
    )), '[]') as types
    from t join pg_type p on p.oid = t.oid`);
  return rows[0]?.types as CatalogType[];
}
