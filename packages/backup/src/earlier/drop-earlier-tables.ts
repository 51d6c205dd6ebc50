import type { Client } from 'pg';
import { MOVED_TABLES } from './earlier-archive.ts';
import { listNames } from './list-names.ts';
import { succeeds } from './move/succeeds.ts';

const OID =
  "select c.oid from pg_class c where c.relnamespace = 'public'::regnamespace and c.relname = any($1)";

/** What depends on the tables and is not of them: foreign keys, views, policies, functions. */
const DEPENDENTS = `
  with gone as (${OID})
  select distinct case when r.oid is null then pg_describe_object(d.classid, d.objid, 0)
    else pg_describe_object('pg_class'::regclass, r.ev_class, 0) end as object
  from pg_depend d
  left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
  left join pg_constraint k on d.classid = 'pg_constraint'::regclass and k.oid = d.objid
  where d.deptype = 'n' and d.refclassid in ('pg_class'::regclass, 'pg_type'::regclass)
    and (d.refobjid in (select oid from gone) or d.refobjid in (select c.reltype from pg_class c join gone using (oid)))
    and d.classid <> 'pg_attrdef'::regclass
    and coalesce(k.conrelid, r.ev_class, 0) not in (select oid from gone)
    and not (d.classid = 'pg_class'::regclass and d.objid in (select oid from gone))
  order by 1`;

/** Functions of the earlier system may be called by triggers on tables that stay. */
const TRIGGERS = `
  select format('%I on %s', t.tgname, t.tgrelid::regclass) as object from pg_trigger t join pg_class c on c.oid = t.tgrelid
  where not t.tgisinternal and c.relnamespace = 'public'::regnamespace and not c.relispartition order by 1`;

/** Enums such as the one of users' roles, which nothing else uses. */
const TYPES = `
  select distinct y.oid::regtype::text as name from pg_attribute a join pg_type y on y.oid = a.atttypid
  where a.attrelid in (${OID}) and y.typtype = 'e'
    and not exists (select from pg_attribute o where o.atttypid in (y.oid, y.typarray) and o.attrelid not in (${OID}))`;

/** Drops the tables whose rows were taken over. `client` is a session of their owner. Returns sentences. */
export async function dropEarlierTables(client: Client): Promise<string[]> {
  const find = async (query: string, values: unknown[]) =>
    (await client.query<Record<string, string>>(query, values)).rows.flatMap(Object.values<string>);
  const dependents = await find(DEPENDENTS, [MOVED_TABLES]);
  const types = await find(TYPES, [MOVED_TABLES]);
  const names = MOVED_TABLES.map((table) => `public.${table}`).join(', ');
  await client.query(`drop table if exists ${names} cascade`);
  for (const type of types) await succeeds(client.query(`drop type ${type}`));
  const triggers = await find(TRIGGERS, []);
  const notes: string[] = [];
  if (dependents.length > 0)
    notes.push(
      `These are gone, because they referred to tables of SelfDB 0.0.5 that are gone: ${listNames(dependents)}.`,
    );
  if (triggers.length > 0)
    notes.push(
      `These triggers were kept. Some may be of SelfDB 0.0.5 and use its tables: ${listNames(triggers)}. Drop those that you don't need.`,
    );
  return notes;
}
