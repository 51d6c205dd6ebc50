import type { Client } from 'pg';

/** Everything in the catalog that is not part of Postgres, one fact per line, in an order that does not depend on its history. */
export async function describeCatalog(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(
    `select line from (${facts.join(' union all ')}) f(kind, name, fact), concat_ws(' ', kind, name, fact) line
     order by line collate "C"`,
  );
  return rows.map(({ line }) => line);
}

/** The rows of the system's tables as JSON. */
export async function describeRows(client: Client): Promise<string[]> {
  const tables = await client.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class
     where relnamespace = 'selfdb'::regnamespace and relkind = 'r' and relname <> 'migrations' order by relname`,
  );
  const lines: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await client.query<{ line: string }>(
      `select to_jsonb(t)::text as line from ${name} t order by 1`,
    );
    lines.push(...rows.map(({ line }) => `${name} ${line}`));
  }
  return lines;
}

const OURS = `(nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and nspname !~ '^pg_(toast_)?temp')`;
const ourSchemas = `(select oid from pg_namespace where ${OURS})`;

/** A list of rights as text, including the default ones. */
function rights(acl: string, kind: string, owner: string): string {
  return `(select string_agg(item::text, ',' order by item::text collate "C") from unnest(coalesce(${acl}, acldefault('${kind}', ${owner}))) item)`;
}

const facts = [
  `select 'database', '', jsonb_build_object('acl', ${rights('datacl', 'd', 'datdba')}, 'owner', datdba::regrole)::text
   from pg_database where datname = current_database()`,
  `select 'schema', nspname::text, jsonb_build_object('owner', nspowner::regrole, 'acl', ${rights('nspacl', 'n', 'nspowner')})::text
   from pg_namespace where ${OURS}`,
  `select 'relation', oid::regclass::text, jsonb_build_object('kind', relkind, 'owner', relowner::regrole,
     'persistence', relpersistence, 'acl', case when relkind <> 'i' then ${rights('relacl', 'r', 'relowner')} end,
     'options', reloptions, 'identity', relreplident, 'rls', relrowsecurity, 'forced', relforcerowsecurity,
     'partition', relispartition)::text
   from pg_class where relnamespace in ${ourSchemas}`,
  `select 'column', attrelid::regclass::text, jsonb_build_object('position', row_number() over (partition by attrelid order by attnum),
     'name', attname, 'type', format_type(atttypid, atttypmod), 'not null', attnotnull, 'default', pg_get_expr(adbin, adrelid),
     'generated', attgenerated, 'identity', attidentity, 'collation', attcollation::regcollation, 'acl', attacl,
     'storage', attstorage, 'compression', attcompression, 'statistics', attstattarget, 'options', attoptions)::text
   from pg_attribute a join pg_class c on c.oid = attrelid left join pg_attrdef on adrelid = attrelid and adnum = attnum
   where relnamespace in ${ourSchemas} and attnum > 0 and not attisdropped`,
  `select 'constraint', conrelid::regclass::text, jsonb_build_object('name', conname, 'kind', contype, 'valid', convalidated,
     'definition', pg_get_constraintdef(oid))::text
   from pg_constraint where connamespace in ${ourSchemas}`,
  `select 'index', indexrelid::regclass::text, jsonb_build_object('definition', pg_get_indexdef(indexrelid), 'valid', indisvalid,
     'identity', indisreplident, 'clustered', indisclustered)::text
   from pg_index join pg_class c on c.oid = indexrelid where relnamespace in ${ourSchemas}`,
  `select 'trigger', tgrelid::regclass::text, jsonb_build_object('definition', pg_get_triggerdef(t.oid), 'enabled', tgenabled)::text
   from pg_trigger t join pg_class c on c.oid = tgrelid where relnamespace in ${ourSchemas} and not tgisinternal`,
  `select 'rule', ev_class::regclass::text, pg_get_ruledef(r.oid)
   from pg_rewrite r join pg_class c on c.oid = ev_class where relnamespace in ${ourSchemas}`,
  `select 'function', oid::regprocedure::text, jsonb_build_object('owner', proowner::regrole,
     'acl', ${rights('proacl', 'f', 'proowner')}, 'rows', prorows, 'cost', procost, 'source', prosrc, 'config', proconfig,
     'definition', pg_get_functiondef(oid))::text
   from pg_proc where pronamespace in ${ourSchemas} and prokind <> 'a'`,
  `select 'type', oid::regtype::text, jsonb_build_object('owner', typowner::regrole, 'acl', ${rights('typacl', 'T', 'typowner')},
     'kind', typtype, 'default', typdefault, 'base', typbasetype::regtype, 'not null', typnotnull)::text
   from pg_type where typnamespace in ${ourSchemas}`,
  `select 'sequence', s.seqrelid::regclass::text, (to_jsonb(s) - 'seqrelid' - 'seqtypid')::text || seqtypid::regtype
   from pg_sequence s`,
  `select 'collation', collname::text, (to_jsonb(l) - 'oid' - 'collnamespace' - 'collowner')::text || collowner::regrole || collnamespace::regnamespace
   from pg_collation l where collnamespace in ${ourSchemas}`,
  `select 'publication', pubname::text, (to_jsonb(p) - 'oid' - 'pubowner')::text || pubowner::regrole from pg_publication p`,
  `select 'published', pubname::text, concat_ws(' ', prrelid::regclass, prattrs, pg_get_expr(prqual, prrelid))
   from pg_publication_rel r join pg_publication p on p.oid = prpubid`,
  `select 'published schema', pubname::text, pnnspid::regnamespace::text
   from pg_publication_namespace n join pg_publication p on p.oid = pnpubid`,
  `select 'default rights', defaclnamespace::regnamespace::text, jsonb_build_object('role', defaclrole::regrole, 'kind', defaclobjtype,
     'acl', defaclacl)::text from pg_default_acl`,
  `select 'policy', polrelid::regclass::text, (to_jsonb(p) - 'oid' - 'polrelid')::text from pg_policy p`,
  `select 'event trigger', evtname::text, (to_jsonb(e) - 'oid' - 'evtowner' - 'evtfoid')::text || evtfoid::regproc from pg_event_trigger e`,
  `select 'extension', extname::text, extversion from pg_extension`,
  `select 'statistics', stxname::text, pg_get_statisticsobjdef(oid) from pg_statistic_ext`,
  `select 'operator', oid::regoperator::text, oprcode::text from pg_operator where oprnamespace in ${ourSchemas}`,
  `select 'comment', pg_describe_object(classoid, objoid, objsubid), description from pg_description
   where objoid >= 16384`,
  `select 'setting', coalesce(setrole::regrole::text, ''), setconfig::text from pg_db_role_setting s
   join pg_database d on d.oid = setdatabase where datname = current_database()`,
];
