import type { Database } from '@selfdb/server/db/database';
import { type RawBuilder, sql } from 'kysely';
import { parseLsn } from '../lsn.ts';
import type { CatalogReading, CatalogType } from './catalog-types.ts';

/** `t`: the types, and all types that they consist of. */
const partsOf = (oids: number[]): RawBuilder<unknown> => sql`with recursive t as (
  select oid from unnest(${`{${oids.join(',')}}`}::oid[]) as oid
  union
  select part.oid from t join pg_type p on p.oid = t.oid cross join lateral (
    select p.typbasetype as oid union all select p.typelem
    union all select a.atttypid from pg_attribute a
      where a.attrelid = p.typrelid and p.typtype = 'c' and a.attnum > 0 and not a.attisdropped
  ) part where part.oid <> 0)`;

/**
 * The types, and all types that they consist of. A change of a composite type holds its lock until other sessions can see the
 * change. So the first statement reads the locks: the second one sees every change that the log contained by then.
 */
export async function selectTypes(db: Database, oids: number[]): Promise<CatalogReading> {
  const [[locks], [found]] = await db.batch([selectChanging(oids), selectParts(oids)]);
  return {
    types: found?.types ?? [],
    stamp: found?.stamp ?? null,
    writers: found?.writers ?? [],
    position: parseLsn(found?.position),
    isChanging: locks?.is_changing === true,
  };
}

function selectChanging(oids: number[]): RawBuilder<{ is_changing: boolean }> {
  return sql`${partsOf(oids)}
    select exists (
      select from t join pg_type p on p.oid = t.oid and p.typtype = 'c' join pg_locks l on l.relation = p.typrelid
      where l.locktype = 'relation' and l.mode = 'AccessExclusiveLock' and l.granted
        and l.database = (select oid from pg_database where datname = current_database())) as is_changing`;
}

interface Parts {
  types: CatalogType[];
  stamp: string | null;
  writers: number[];
  position: string;
}

/** Dropped attributes count too: they may be the only trace of a change. */
function selectParts(oids: number[]): RawBuilder<Parts> {
  return sql`${partsOf(oids)}, attributes as materialized (
    select a.attrelid, a.attnum, a.xmin::text as writer from t
      join pg_type p on p.oid = t.oid and p.typtype = 'c' join pg_attribute a on a.attrelid = p.typrelid
    where a.attnum > 0)
    select coalesce(json_agg(json_build_object(
      'oid', p.oid::bigint,
      'base', p.typbasetype::bigint,
      'element', case when p.typsubscript = 'pg_catalog.array_subscript_handler'::regproc
        then p.typelem::bigint else 0 end,
      'delimiter', p.typdelim,
      'fields', case when p.typtype = 'c' then (
        select json_agg(json_build_object('name', a.attname, 'type', a.atttypid::bigint) order by a.attnum)
        from pg_attribute a where a.attrelid = p.typrelid and a.attnum > 0 and not a.attisdropped) end
    )), '[]') as types,
    (select md5(string_agg(concat_ws(' ', attrelid, attnum, writer), ',' order by attrelid, attnum))
      from attributes) as stamp,
    (select coalesce(json_agg(distinct writer::bigint), '[]') from attributes) as writers,
    pg_current_wal_insert_lsn() as position
    from t join pg_type p on p.oid = t.oid`;
}
