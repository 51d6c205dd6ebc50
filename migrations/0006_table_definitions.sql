-- A table's indexes, its relationships, and the SQL that recreates it.

-- The name of a foreign key's action.
create function selfdb.action_name(action "char") returns text language sql immutable parallel safe
return case action
  when 'r' then 'restrict' when 'c' then 'cascade' when 'n' then 'set null' when 'd' then 'set default'
  else 'no action' end;

-- Prints a table's name for the search path of users' tables: tables in the schema public have no prefix.
create function selfdb.relation_name(relation oid) returns text language sql stable
set search_path = public, selfdb_api, pg_temp
begin atomic
  select relation::regclass::text;
end;

create function selfdb.column_names(relation oid, numbers int2[]) returns json language sql stable
set search_path = pg_catalog, pg_temp
begin atomic
  select coalesce(json_agg(a.attname order by k.place), '[]')
  from unnest(numbers) with ordinality k(number, place)
  left join pg_attribute a on a.attrelid = relation and a.attnum = k.number;
end;

-- For an expression in an index, `columns` contains null.
create function selfdb.describe_indexes(relation oid) returns json language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce(json_agg(json_build_object(
    'name', c.relname,
    'columns', selfdb.column_names(i.indrelid, (i.indkey::int2[])[0:i.indnkeyatts - 1]),
    'include', selfdb.column_names(i.indrelid, (i.indkey::int2[])[i.indnkeyatts:]),
    'unique', i.indisunique,
    'primary', i.indisprimary,
    'valid', i.indisvalid,
    'method', am.amname,
    'predicate', case when i.indpred is not null then pg_get_expr(i.indpred, i.indrelid) end,
    'definition', pg_get_indexdef(i.indexrelid)) order by i.indisprimary desc, c.relname), '[]')
  from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am am on am.oid = c.relam
  where i.indrelid = relation
$$;

-- The table's foreign keys, and the foreign keys of other tables to it if the caller may read those tables. The table's own
-- foreign keys are always shown, because they are part of its definition.
create function selfdb.describe_relationships(session_id uuid, user_id uuid, relation oid) returns json
language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce(json_agg(json_build_object(
    'name', f.conname,
    'direction', direction,
    'table', selfdb.relation_name(f.conrelid),
    'table_id', source.id,
    'columns', selfdb.column_names(f.conrelid, f.conkey),
    'referenced_table', selfdb.relation_name(f.confrelid),
    'referenced_table_id', target.id,
    'referenced_columns', selfdb.column_names(f.confrelid, f.confkey),
    'on_update', selfdb.action_name(f.confupdtype),
    'on_delete', selfdb.action_name(f.confdeltype),
    'deferrable', f.condeferrable,
    'initially_deferred', f.condeferred,
    'validated', f.convalidated) order by direction desc, f.conname, f.oid), '[]')
  from (
    select f.*, 'outgoing' as direction from pg_constraint f where f.contype = 'f' and f.conrelid = relation
    union all
    select f.*, 'incoming' from pg_constraint f
    where f.contype = 'f' and f.confrelid = relation and f.conparentid = 0) f
  left join lateral (select t.id from selfdb.tables t, selfdb_api.gate($1, $2, t.id, t.relid, null, null, null, 'use') gate
    where t.relid = f.conrelid and gate.open) source on true
  left join lateral (select t.id from selfdb.tables t, selfdb_api.gate($1, $2, t.id, t.relid, null, null, null, 'use') gate
    where t.relid = f.confrelid and gate.open) target on true
  where direction = 'outgoing' or source.id is not null
$$;

create function selfdb.sequence_options(sequence oid) returns text language sql stable set search_path = pg_catalog, pg_temp as $$
  select format('START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s%s',
    seqstart, seqincrement, seqmin, seqmax, seqcache, case when seqcycle then ' CYCLE' else '' end)
  from pg_sequence where seqrelid = sequence
$$;

create function selfdb.identity_sql(a pg_attribute) returns text language sql stable set search_path = pg_catalog, pg_temp as $$
  select format('GENERATED %s AS IDENTITY (%s)', case $1.attidentity when 'a' then 'ALWAYS' else 'BY DEFAULT' end,
    (select selfdb.sequence_options(d.objid) from pg_depend d
     where d.refclassid = 'pg_class'::regclass and d.refobjid = $1.attrelid and d.refobjsubid = $1.attnum and d.deptype = 'i'
       and d.classid = 'pg_class'::regclass limit 1))
$$;

-- From Postgres 18 on, NOT NULL constraints have names. `alter_table_sql` adds those that are not validated yet.
create function selfdb.not_null_sql(a pg_attribute) returns text language sql stable set search_path = pg_catalog, pg_temp as $$
  select case
    when not $1.attnotnull or n.convalidated is false then null
    when n.conname <> format('%s_%s_not_null', c.relname, $1.attname) or n.connoinherit
      then format('CONSTRAINT %I NOT NULL', n.conname) || case when n.connoinherit then ' NO INHERIT' else '' end
    when $1.attidentity = '' then 'NOT NULL' end
  from pg_class c
  left join pg_constraint n on n.conrelid = c.oid and n.contype = 'n' and n.conkey = array[$1.attnum]
  where c.oid = $1.attrelid
$$;

-- A column as it appears in `create table`. `sequence_sql` creates the sequences of `serial` columns, before the table.
create function selfdb.column_sql(a pg_attribute) returns text language sql stable set search_path = pg_catalog, pg_temp as $$
  select concat_ws(' ',
    quote_ident($1.attname),
    format_type($1.atttypid, $1.atttypmod),
    case when $1.attcompression = 'p' then 'COMPRESSION pglz' when $1.attcompression = 'l' then 'COMPRESSION lz4' end,
    case when $1.attcollation not in (0, t.typcollation)
      then (select format('COLLATE %I.%I', n.nspname, l.collname) from pg_collation l join pg_namespace n on n.oid = l.collnamespace
        where l.oid = $1.attcollation) end,
    case
      when $1.attgenerated <> '' then format('GENERATED ALWAYS AS (%s) %s', pg_get_expr(d.adbin, d.adrelid),
        case $1.attgenerated when 's' then 'STORED' else 'VIRTUAL' end)
      when d.adbin is not null then 'DEFAULT ' || pg_get_expr(d.adbin, 0)
      when $1.attidentity <> '' then selfdb.identity_sql($1) end,
    selfdb.not_null_sql($1))
  from pg_type t left join pg_attrdef d on d.adrelid = $1.attrelid and d.adnum = $1.attnum
  where t.oid = $1.atttypid
$$;

-- The sequences that belong to columns, as `serial` creates them. With `first`, these are the statements that create them,
-- before the table. Without `first`, they are the statements that assign them to their columns, after the table.
create function selfdb.sequence_sql(relation oid, first boolean) returns setof text language sql stable
set search_path = pg_catalog, pg_temp as $$
  select case when $2
    then format('CREATE SEQUENCE %s AS %s %s;', d.objid::regclass, format_type(s.seqtypid, null), selfdb.sequence_options(d.objid))
    else format('ALTER SEQUENCE %s OWNED BY %s.%I;', d.objid::regclass, $1::regclass, a.attname) end
  from pg_depend d join pg_sequence s on s.seqrelid = d.objid
  join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
  where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.refobjid = $1 and d.deptype = 'a'
  order by a.attnum
$$;

-- `create table` with columns and with the constraints that need no other table. For a partition: the table that it is part of.
create function selfdb.create_table_sql(relation oid) returns text language sql stable set search_path = pg_catalog, pg_temp as $$
  select format('CREATE %sTABLE %s', case c.relpersistence when 'u' then 'UNLOGGED ' else '' end, $1::regclass)
    || case when c.relispartition
      then format(' PARTITION OF %s %s', (select i.inhparent::regclass from pg_inherits i where i.inhrelid = $1),
        pg_get_expr(c.relpartbound, $1))
      else format(E' (\n%s\n)', coalesce((
        select string_agg('  ' || line, E',\n' order by kind, place) from (
          select 1 as kind, a.attnum::bigint as place, selfdb.column_sql(a) as line from pg_attribute a
          where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped and a.attislocal
          union all
          select case n.contype when 'p' then 2 else 3 end, n.oid::bigint,
            format('CONSTRAINT %I %s', n.conname, pg_get_constraintdef(n.oid)) from pg_constraint n
          where n.conrelid = $1 and n.conislocal
            and (n.contype in ('p', 'u', 'x') or n.contype = 'c' and n.convalidated)) parts), ''))
        || coalesce((select format(' INHERITS (%s)', string_agg(i.inhparent::regclass::text, ', ' order by i.inhseqno))
          from pg_inherits i where i.inhrelid = $1 having count(*) > 0), '') end
    || case when c.relkind = 'p' then ' PARTITION BY ' || pg_get_partkeydef($1) else '' end
    || case when c.reloptions is not null then (select format(' WITH (%s)', string_agg(
        format('%I=%L', split_part(o, '=', 1), substr(o, strpos(o, '=') + 1)), ', ')) from unnest(c.reloptions) o) else '' end
    || ';'
  from pg_class c where c.oid = $1
$$;

-- Indexes that no constraint creates. Postgres prints `ON ONLY` for an index of a partitioned table. Without `ONLY`, the
-- partitions get their indexes too.
create function selfdb.index_sql(relation oid) returns setof text language sql stable set search_path = pg_catalog, pg_temp as $$
  select case when starts_with(definition, prefix || ' ONLY ')
    then prefix || substr(definition, length(prefix || ' ONLY ')) else definition end || ';'
  from (
    select c.relname, pg_get_indexdef(c.oid) as definition,
      format('CREATE %sINDEX %I ON', case when i.indisunique then 'UNIQUE ' else '' end, c.relname) as prefix
    from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid = $1 and not c.relispartition
      and not exists (select from pg_constraint n where n.conindid = c.oid and n.contype in ('p', 'u', 'x'))) own
  order by relname
$$;

-- What `create table` can't express or would not keep.
create function selfdb.alter_table_sql(relation oid) returns setof text language sql stable set search_path = pg_catalog, pg_temp as $$
  select format('ALTER TABLE %s %s;', $1::regclass, action) from (
    select 1 as kind, a.attnum::bigint as place, format('ALTER COLUMN %I SET STORAGE %s', a.attname, case a.attstorage
        when 'p' then 'PLAIN' when 'e' then 'EXTERNAL' when 'm' then 'MAIN' else 'EXTENDED' end) as action
      from pg_attribute a join pg_type t on t.oid = a.atttypid
      where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped and a.attstorage <> t.typstorage
    union all
    select 2, a.attnum, format('ALTER COLUMN %I SET STATISTICS %s', a.attname, a.attstattarget)
      from pg_attribute a where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped and a.attstattarget >= 0
    union all
    select 3, n.oid::bigint, format('ADD CONSTRAINT %I %s', n.conname, pg_get_constraintdef(n.oid))
      from pg_constraint n where n.conrelid = $1 and n.conislocal and n.contype in ('c', 'n') and not n.convalidated
    union all
    select 4, 0, 'REPLICA IDENTITY ' || case c.relreplident when 'f' then 'FULL' when 'n' then 'NOTHING' else (
        select format('USING INDEX %I', x.relname) from pg_index i join pg_class x on x.oid = i.indexrelid
        where i.indrelid = $1 and i.indisreplident) end
      from pg_class c where c.oid = $1 and c.relreplident <> 'd') actions
  where action is not null
  order by kind, place
$$;

create function selfdb.comment_sql(relation oid, whole boolean) returns setof text language sql stable
set search_path = pg_catalog, pg_temp as $$
  select format('COMMENT ON %s IS %L;', target, d.description)
  from (
    select 1 as kind, 'pg_class'::regclass as class, $1 as object, 0 as part, format('TABLE %s', $1::regclass) as target
    union all
    select 2, 'pg_class'::regclass, $1, a.attnum, format('COLUMN %s.%I', $1::regclass, a.attname)
      from pg_attribute a where a.attrelid = $1 and a.attnum > 0
    union all
    select 3, 'pg_constraint'::regclass, n.oid, 0, format('CONSTRAINT %I ON %s', n.conname, $1::regclass)
      from pg_constraint n where n.conrelid = $1
    union all
    select 4, 'pg_class'::regclass, i.indexrelid, 0, format('INDEX %s', i.indexrelid::regclass)
      from pg_index i where i.indrelid = $1
    union all
    select 5, 'pg_statistic_ext'::regclass, x.oid, 0, format('STATISTICS %I.%I', x.stxnamespace::regnamespace, x.stxname)
      from pg_statistic_ext x where x.stxrelid = $1
    union all
    select 6, 'pg_trigger'::regclass, g.oid, 0, format('TRIGGER %I ON %s', g.tgname, $1::regclass)
      from pg_trigger g where g.tgrelid = $1 and $2
    union all
    select 7, 'pg_policy'::regclass, p.oid, 0, format('POLICY %I ON %s', p.polname, $1::regclass)
      from pg_policy p where p.polrelid = $1 and $2
    union all
    select 8, 'pg_rewrite'::regclass, r.oid, 0, format('RULE %I ON %s', r.rulename, $1::regclass)
      from pg_rewrite r where r.ev_class = $1 and $2) commented
  join pg_description d on d.classoid = commented.class and d.objoid = commented.object and d.objsubid = commented.part
  order by kind, part, target
$$;

create function selfdb.rule_sql(relation oid) returns setof text language sql stable set search_path = pg_catalog, pg_temp as $$
  select pg_get_ruledef(r.oid) || case r.ev_enabled
    when 'O' then '' else format(E'\nALTER TABLE %s %s RULE %I;', $1::regclass,
      case r.ev_enabled when 'D' then 'DISABLE' when 'R' then 'ENABLE REPLICA' else 'ENABLE ALWAYS' end, r.rulename) end
  from pg_rewrite r
  where r.ev_class = $1 and r.rulename <> '_RETURN' order by r.rulename
$$;

create function selfdb.trigger_sql(relation oid) returns setof text language sql stable set search_path = pg_catalog, pg_temp as $$
  select pg_get_triggerdef(g.oid) || ';' || case g.tgenabled
    when 'O' then '' else format(E'\nALTER TABLE %s %s TRIGGER %I;', $1::regclass,
      case g.tgenabled when 'D' then 'DISABLE' when 'R' then 'ENABLE REPLICA' else 'ENABLE ALWAYS' end, g.tgname) end
  from pg_trigger g
  where g.tgrelid = $1 and not g.tgisinternal and g.tgparentid = 0 order by g.tgname
$$;

create function selfdb.policy_sql(relation oid) returns setof text language sql stable set search_path = pg_catalog, pg_temp as $$
  select line from (
    select 0 as place, null::name as name, format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY;', $1::regclass) as line
      from pg_class where oid = $1 and relrowsecurity
    union all
    select 1, null, format('ALTER TABLE %s FORCE ROW LEVEL SECURITY;', $1::regclass)
      from pg_class where oid = $1 and relforcerowsecurity
    union all
    select 2, p.polname, concat(
      format('CREATE POLICY %I ON %s', p.polname, $1::regclass),
      case when not p.polpermissive then ' AS RESTRICTIVE' end,
      case p.polcmd when 'r' then ' FOR SELECT' when 'a' then ' FOR INSERT' when 'w' then ' FOR UPDATE' when 'd' then ' FOR DELETE' end,
      case when p.polroles <> '{0}' then (select ' TO ' || string_agg(r::regrole::text, ', ') from unnest(p.polroles) r) end,
      ' USING (' || pg_get_expr(p.polqual, $1) || ')',
      ' WITH CHECK (' || pg_get_expr(p.polwithcheck, $1) || ')', ';')
    from pg_policy p where p.polrelid = $1) lines
  order by place, name
$$;

-- The statements that recreate the table, in order. They don't create the types, functions and other tables that it needs.
-- `whole` adds triggers, policies and rules. Their arguments and conditions may reveal more than readers of the rows should
-- see.
create function selfdb.table_sql(relation oid, whole boolean) returns text language plpgsql stable
set search_path = pg_catalog, pg_temp set lock_timeout = '2s' as $$
declare
  lines text[];
  part oid;
begin
  lines := array(select selfdb.sequence_sql(relation, true));
  lines := lines || selfdb.create_table_sql(relation);
  lines := lines || array(select selfdb.sequence_sql(relation, false));
  lines := lines || array(select selfdb.index_sql(relation));
  for part in
    with recursive tree(oid, depth) as (
      select relation, 0 union all
      select i.inhrelid, depth + 1 from tree join pg_inherits i on i.inhparent = tree.oid join pg_class c on c.oid = i.inhrelid
      where c.relispartition)
    select tree.oid from tree join pg_class c using (oid) where depth > 0 order by depth, c.relname
  loop
    lines := lines || selfdb.create_table_sql(part);
  end loop;
  lines := lines || array(
    select format('ALTER TABLE %s ADD CONSTRAINT %I %s;', relation::regclass, n.conname, pg_get_constraintdef(n.oid))
    from pg_constraint n where n.conrelid = relation and n.contype = 'f' and n.conparentid = 0 order by n.conname);
  lines := lines || array(
    select pg_get_statisticsobjdef(x.oid) || ';' from pg_statistic_ext x where x.stxrelid = relation order by x.stxname);
  lines := lines || array(select selfdb.alter_table_sql(relation));
  if whole then
    lines := lines || array(select selfdb.trigger_sql(relation));
    lines := lines || array(select selfdb.policy_sql(relation));
    lines := lines || array(select selfdb.rule_sql(relation));
  end if;
  lines := lines || array(select selfdb.comment_sql(relation, whole));
  return array_to_string(lines, E'\n');
end
$$;

-- One row: the role of the session's user and, if the table exists, its name, whether the caller may read it and, if so, the
-- requested part of its definition: `indexes`, `relationships` or `sql`.
create or replace function selfdb_api.table_part(session_id uuid, user_id uuid, table_id uuid, part text)
returns table (my_role text, name name, readable boolean, body text)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select me.role, c.relname, gate.open,
    case when gate.open then case $4
      when 'indexes' then selfdb.describe_indexes(c.oid)::text
      when 'relationships' then selfdb.describe_relationships($1, $2, c.oid)::text
      when 'sql' then to_json(selfdb.table_sql(c.oid, owner.open))::text end end
  from (select selfdb_api.role_of($1, $2) as role) me
  left join selfdb.tables t on t.id = $3
  left join pg_class c on c.oid = t.relid and c.relnamespace = to_regnamespace('public')
  left join lateral selfdb_api.gate($1, $2, t.id, t.relid, null, null, null, 'use') gate on t.id is not null
  left join lateral selfdb_api.gate($1, $2, t.id, t.relid, null, null, null, 'owner') owner on t.id is not null
$$;
