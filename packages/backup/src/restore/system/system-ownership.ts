import type { Client } from 'pg';
import { extendedQuery } from '../extended-query.ts';
import { isAboutMissingObject, leftOutForRole } from '../left-out.ts';

/** Statements that give the system's own objects to the session's role. Schemas come first, since the others need a right on them. */
const OWNERSHIP = `
  with system as (select oid from pg_namespace where nspname in ('selfdb', 'selfdb_api')),
  objects(place, class, oid) as (
    select 1, 'pg_namespace'::regclass, oid from system
    union all select 2, 'pg_class'::regclass, c.oid from pg_class c join system s on s.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm', 'f', 'c', 'S') and not exists (
        select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i')
          and c.relkind = 'S')
    union all select 3, 'pg_proc'::regclass, p.oid from pg_proc p join system s on s.oid = p.pronamespace
    union all select 3, 'pg_type'::regclass, t.oid from pg_type t join system s on s.oid = t.typnamespace
      where t.typtype in ('d', 'e', 'r')
    union all select 4, 'pg_publication'::regclass, oid from pg_publication where pubname = 'selfdb_realtime')
  select format('alter %s %s owner to %I',
    case named.type when 'composite type' then 'type' else named.type end, named.identity, current_user) as command
  from objects o, lateral pg_identify_object(o.class, o.oid, 0) named
  where not exists (select from pg_depend d where d.classid = o.class and d.objid = o.oid and d.deptype = 'e')
  order by place`;

/** Makes the session's role, the system's, the owner of the system's objects. It must be a member of their present owner. */
export async function takeSystemObjects(client: Client): Promise<void> {
  const { rows } = await client.query<{ command: string }>(OWNERSHIP);
  for (const { command } of rows) await client.query(command);
}

/** Runs the statements about rights. Returns sentences about those that name a role which is not here. */
export async function runGrants(client: Client, grants: string[]): Promise<string[]> {
  const notes: string[] = [];
  for (const sql of grants) {
    try {
      await client.query(extendedQuery(sql));
    } catch (error) {
      if (!isAboutMissingObject(error)) throw error;
      notes.push(leftOutForRole(sql));
    }
  }
  return notes;
}
