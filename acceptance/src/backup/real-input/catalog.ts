import pg from 'pg';

/** Not the system's own: what a restore has to change there (sessions, object ids), its tests look at. */
const OURS = `nspname !~ '^(pg_|selfdb)' and nspname <> 'information_schema'`;
const IN_OURS = `(select oid from pg_namespace where ${OURS})`;

/** Who has which right on an object, apart from its owner, whose name depends on who restores. */
const rights = (acl: string, kind: string, owner: string) =>
  `(select jsonb_agg(right_ order by right_) from (select grantee::regrole || ' ' || privilege_type as right_
     from aclexplode(coalesce(${acl}, acldefault('${kind}', ${owner}))) where grantee <> ${owner}) r)`;

/** For each class of objects, their ids, and what they are besides their names. */
const CLASSES: [catalog: string, oid: string, sub: string, definition: string, from: string][] = [
  ['pg_namespace', 'oid', '0', rights('nspacl', 'n', 'nspowner'), `pg_namespace where ${OURS}`],
  [
    'pg_class',
    'oid',
    '0',
    `jsonb_build_object('kind', relkind, 'persistence', relpersistence, 'options', reloptions, 'identity', relreplident,
       'policies', relrowsecurity, 'forced', relforcerowsecurity, 'of', nullif(reloftype, 0)::regtype, 'filled', relispopulated,
       'bound', pg_get_expr(relpartbound, oid), 'parted', case when relkind = 'p' then pg_get_partkeydef(oid) end,
       'parents', (select array_agg(inhparent::regclass::text order by inhseqno) from pg_inherits where inhrelid = oid),
       'view', case when relkind in ('v', 'm') then pg_get_viewdef(oid) end,
       'index', case when relkind in ('i', 'I') then pg_get_indexdef(oid) end,
       'cluster', (select indisclustered from pg_index where indexrelid = oid),
       'sequence', (select to_jsonb(s) - 'seqrelid' from pg_sequence s where seqrelid = oid),
       'rights', case when relkind in ('r', 'p', 'v', 'm') then ${rights('relacl', 'r', 'relowner')}
         when relkind = 'S' then ${rights('relacl', 's', 'relowner')} end)`,
    `pg_class where relnamespace in ${IN_OURS}`,
  ],
  [
    'pg_class',
    'attrelid',
    'attnum',
    `to_jsonb(a) - '{attrelid,attnum,atttypid,attcacheoff,attacl,attcollation,attmissingval,atthasmissing,attndims}'::text[]
       || jsonb_build_object('type', format_type(atttypid, atttypmod), 'collation', nullif(attcollation, 0)::regcollation,
         'rights', attacl is not null,
         'default', (select pg_get_expr(adbin, adrelid) from pg_attrdef where (adrelid, adnum) = (attrelid, attnum)))`,
    `pg_attribute a where attnum > 0 and not attisdropped
       and attrelid in (select oid from pg_class where relkind <> 'i' and relnamespace in ${IN_OURS})`,
  ],
  [
    'pg_constraint',
    'oid',
    '0',
    `jsonb_build_array(pg_get_constraintdef(oid), convalidated, contype = 'c' and connoinherit)`,
    // Of inherited ones, pg_dump keeps neither whether they are valid nor whether a "not null" is also a child's own.
    `pg_constraint where conislocal and (contype <> 'n' or coninhcount = 0) and conrelid not in
       (select inhrelid from pg_inherits where contype = 'n') and connamespace in ${IN_OURS}`,
  ],
  [
    'pg_proc',
    'oid',
    '0',
    `jsonb_build_object('code', case when prokind <> 'a' then pg_get_functiondef(oid) end, 'rights', ${rights('proacl', 'f', 'proowner')},
       'aggregate', (select to_jsonb(a) - 'aggfnoid' from (select aggfnoid, aggkind, aggtransfn, aggfinalfn, aggcombinefn,
         aggmtransfn, aggminvtransfn, aggtranstype::regtype, agginitval from pg_aggregate) a where a.aggfnoid = p.oid))`,
    `pg_proc p where pronamespace in ${IN_OURS}`,
  ],
  [
    'pg_type',
    'oid',
    '0',
    `jsonb_build_object('base', nullif(typbasetype, 0)::regtype, 'default', typdefault, 'not null', typnotnull,
       'labels', (select array_agg(enumlabel order by enumsortorder) from pg_enum where enumtypid = oid),
       'range', (select jsonb_build_array(rngsubtype::regtype, rngmultitypid::regtype, rngsubdiff) from pg_range where rngtypid = oid),
       'rights', ${rights('typacl', 'T', 'typowner')})`,
    `pg_type where typnamespace in ${IN_OURS}`,
  ],
  [
    'pg_trigger',
    'oid',
    '0',
    'jsonb_build_array(pg_get_triggerdef(oid), tgenabled)',
    'pg_trigger where not tgisinternal',
  ],
  [
    'pg_policy',
    'oid',
    '0',
    `jsonb_build_array(polcmd, polpermissive, polroles::regrole[]::text, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))`,
    'pg_policy',
  ],
  ['pg_rewrite', 'oid', '0', 'to_jsonb(pg_get_ruledef(oid))', "pg_rewrite where rulename <> '_RETURN'"],
  [
    'pg_statistic_ext',
    'oid',
    '0',
    'jsonb_build_array(pg_get_statisticsobjdef(oid), stxstattarget)',
    'pg_statistic_ext',
  ],
  [
    'pg_publication',
    'p.oid',
    '0',
    `to_jsonb(p) - '{oid,pubowner}'::text[] || jsonb_build_object('tables', (select jsonb_agg(jsonb_build_array(
       prrelid::regclass, prattrs, pg_get_expr(prqual, prrelid)) order by prrelid::regclass::text) from pg_publication_rel where prpubid = p.oid))`,
    "pg_publication p where pubname <> 'selfdb_realtime'",
  ],
  ['pg_extension', 'oid', '0', 'jsonb_build_array(extversion, extnamespace::regnamespace)', 'pg_extension'],
  [
    'pg_operator',
    'oid',
    '0',
    'jsonb_build_array(oprcode, oprcom::regoperator)',
    `pg_operator where oprnamespace in ${IN_OURS}`,
  ],
  [
    'pg_cast',
    'oid',
    '0',
    'jsonb_build_array(castfunc::regprocedure, castcontext)',
    'pg_cast where oid >= 16384',
  ],
  [
    'pg_conversion',
    'oid',
    '0',
    'jsonb_build_array(conproc, conforencoding, contoencoding)',
    `pg_conversion where connamespace in ${IN_OURS}`,
  ],
  [
    'pg_collation',
    'oid',
    '0',
    'jsonb_build_array(collprovider, collisdeterministic, colllocale)',
    `pg_collation where collnamespace in ${IN_OURS}`,
  ],
  [
    'pg_ts_dict',
    'oid',
    '0',
    'jsonb_build_array((select t.tmplname from pg_ts_template t where t.oid = dicttemplate), dictinitoption)',
    `pg_ts_dict where dictnamespace in ${IN_OURS}`,
  ],
  [
    'pg_ts_config',
    'c.oid',
    '0',
    '(select jsonb_agg(jsonb_build_array(maptokentype, mapseqno, mapdict::regdictionary) order by maptokentype, mapseqno) from pg_ts_config_map where mapcfg = c.oid)',
    `pg_ts_config c where cfgnamespace in ${IN_OURS}`,
  ],
  [
    'pg_largeobject',
    'm.oid',
    '0',
    `jsonb_build_array(md5(lo_get(m.oid)), ${rights('lomacl', 'L', 'lomowner')})`,
    'pg_largeobject_metadata m',
  ],
  ['pg_default_acl', 'oid', '0', 'to_jsonb(defaclobjtype)', 'pg_default_acl'],
];

const OBJECTS = CLASSES.map(
  ([catalog, oid, sub, definition, from]) =>
    `select '${catalog}'::regclass as class, ${oid} as oid, ${sub}::int as sub, (${definition})::jsonb as definition from ${from}`,
).join(' union all ');

/** Each object of users with its definition and comment, one a line. Columns are named, so their order does not count. */
const CATALOG = `
  select format('%s %s: %s -- %s', named.type, named.identity, o.definition,
    case when o.class = 'pg_largeobject'::regclass then obj_description(o.oid, 'pg_largeobject')
      else (select description from pg_description d where (d.classoid, d.objoid, d.objsubid) = (o.class, o.oid, o.sub)) end) as line
  from (${OBJECTS}) o, lateral pg_identify_object(o.class, o.oid, o.sub) named
  where named.identity !~ '(^| )(selfdb|selfdb_api)\\.'`;

const TABLES = `select oid::regclass::text as name from pg_class
  where relkind in ('r', 'm') and relispopulated and relpersistence = 'p' and relnamespace in ${IN_OURS} order by 1`;

/** Rows of the system that a restore keeps as they are. */
const SYSTEM_ROWS = [
  'select id, email, password_hash, role, first_name, last_name from selfdb.users order by id',
  'select id, relid::regclass::text, access, owner_id, realtime_enabled from selfdb.tables order by id',
  'select id, name, access, owner_id from selfdb.buckets order by id',
  'select id, bucket_id, path, size, mime_type, checksum_sha256, owner_id from selfdb.files order by id',
];

export interface Contents {
  catalog: string[];
  rows: string[];
  system: unknown[];
}

/** What a database holds, as read from Postgres' own catalogs, without any part of the product. */
export async function contentsOf(databaseUrl: string): Promise<Contents> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('set search_path to pg_catalog; set timezone to utc');
    const catalog = (await client.query<{ line: string }>(CATALOG)).rows;
    const rows: string[] = [];
    for (const { name } of (await client.query<{ name: string }>(TABLES)).rows) {
      // As objects, since a column added to a parent stands elsewhere in a restored table.
      const sum = `md5(coalesce(string_agg(row, '' order by row), ''))`;
      const query = `select format('%s rows, %s', count(*), ${sum}) as sum from (select md5(to_jsonb(t)::text) as row from only ${name} t) r`;
      rows.push(`${name}: ${(await client.query<{ sum: string }>(query)).rows[0]?.sum}`);
    }
    const system: unknown[] = [];
    for (const query of SYSTEM_ROWS) system.push((await client.query(query)).rows);
    // Postgres writes a restored definition with fewer parentheses: `a OR b OR c`.
    return { catalog: catalog.map(({ line }) => line.replaceAll(/[()\s]+/g, '')).sort(), rows, system };
  } finally {
    await client.end();
  }
}
