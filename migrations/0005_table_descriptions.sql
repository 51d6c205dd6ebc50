-- What the API shows of tables: columns, row counts, and lists of tables.

-- Prints a type's name for the search path of users' tables: types in the schema public have no prefix.
create function selfdb.type_name(type oid, typmod integer) returns text language sql stable
set search_path = public, selfdb_api, pg_temp
begin atomic
  select format_type(type, typmod);
end;

-- The columns of a table, in order, as they are in Postgres now.
--
-- `base` is the type under a domain. `sole_key` says whether the column alone is the primary key, because Postgres can then
-- group whole rows by it. `checks` lists the constraints that involve the column, because an error names only the constraint.
-- `domain` has the default for columns without their own, whether the domain or one under it forbids null, and a stamp that
-- changes with the domain.
--
-- The search path is that of users' tables, because names are printed for it. Names and operators in the body were bound when
-- the function was created. A default refers to no column, so pg_get_expr gets no table. With the table, Postgres would create
-- names for all columns again for each default (more than a second for a thousand columns), and wait for locks on the table.
create function selfdb.describe_columns(relid regclass, with_defaults boolean default true)
returns json language sql stable set search_path = public, selfdb_api, pg_temp
begin atomic
  select coalesce(json_agg(json_build_object(
    'name', a.attname,
    'type', format_type(a.atttypid, a.atttypmod),
    'cast', format_type(a.atttypid, null),
    'category', t.typcategory,
    'base', case when t.typtype = 'd' or t.typcategory = 'A' then (
      with recursive under(depth, type, typmod, suffix, in_domain) as (
        select 0, t.oid, a.atttypmod, ''::text, false
        union all
        select depth + 1,
          case x.typtype when 'd' then x.typbasetype else x.typelem end,
          case x.typtype when 'd' then x.typtypmod else typmod end,
          case x.typtype when 'd' then suffix else suffix || '[]' end,
          in_domain or x.typtype = 'd'
        from under join pg_type x on x.oid = type and (x.typtype = 'd' or x.typcategory = 'A'))
      select format_type(type, typmod) || suffix from under where in_domain order by depth desc limit 1) end,
    'nullable', not a.attnotnull,
    'default', case when with_defaults and a.attgenerated = '' then pg_get_expr(d.adbin, 0) end,
    'generated', a.attgenerated <> '' or a.attidentity = 'a',
    'identity', a.attidentity <> '',
    'domain', case when t.typtype = 'd' then json_build_object(
      'default', case when with_defaults then pg_get_expr(t.typdefaultbin, 0) end,
      'not_null', (
        with recursive up(typtype, typbasetype, typnotnull) as (
          select t.typtype, t.typbasetype, t.typnotnull
          union all
          select x.typtype, x.typbasetype, x.typnotnull
          from up join pg_type x on x.oid = up.typbasetype where up.typtype = 'd')
        select bool_or(typnotnull) from up),
      'stamp', t.xmin::text) end,
    'primary_key', coalesce(a.attnum = any(pk.conkey), false),
    'sole_key', coalesce(pk.conkey = array[a.attnum] and not pk.condeferrable, false),
    'unique', exists (
      select from pg_index i
      where i.indrelid = a.attrelid and i.indisunique and i.indisvalid and i.indimmediate
        and i.indnkeyatts = 1 and i.indkey[0] = a.attnum and i.indpred is null),
    'checks', (
      select coalesce(json_agg(c.conname order by c.conname), '[]') from pg_constraint c
      where c.conrelid = a.attrelid and c.contype = 'c' and a.attnum = any(c.conkey)),
    'references', (
      select json_build_object(
        'table', f.confrelid::regclass::text,
        'column', target.attname,
        'on_delete', case f.confdeltype
          when 'r' then 'restrict' when 'c' then 'cascade' when 'n' then 'set null' when 'd' then 'set default'
          else 'no action' end)
      from pg_constraint f
      join pg_attribute target on target.attrelid = f.confrelid and target.attnum = f.confkey[1]
      where f.conrelid = a.attrelid and f.contype = 'f' and f.conkey = array[a.attnum]
      order by f.oid limit 1)
  ) order by a.attnum), '[]')
  from pg_attribute a
  join pg_type t on t.oid = a.atttypid
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  left join pg_constraint pk on pk.conrelid = a.attrelid and pk.contype = 'p'
  where a.attrelid = relid and a.attnum > 0 and not a.attisdropped;
end;

-- The columns of a table, for display. One default of several megabytes would make every list of tables too large, so long
-- defaults are cut if the description is larger than 64 KiB.
create function selfdb.show_columns(relid regclass) returns json language plpgsql stable
set search_path = pg_catalog, pg_temp as $$
declare
  described json := selfdb.describe_columns(relid);
begin
  if octet_length(described::text) <= 64 * 1024 then return described; end if;
  return (
    select json_agg(
      col::jsonb
      || case when length(own) > 500 then jsonb_build_object('default', left(own, 500) || '…') else '{}' end
      || case when length(of_domain) > 500
        then jsonb_build_object('domain', (col::jsonb -> 'domain') || jsonb_build_object('default', left(of_domain, 500) || '…'))
        else '{}' end)
    from json_array_elements(described) col,
      lateral (select col ->> 'default' as own, col -> 'domain' ->> 'default' as of_domain) as defaults);
end
$$;

-- Estimates the number of rows without reading them. The rows of a table include those of all tables that inherit from it,
-- partitions among them. A partitioned table has no rows of its own, and its statistics count the rows of its partitions again,
-- so it is skipped.
--
-- After a crash, or right after a large insert, neither ANALYZE nor the counters include the rows. The function then estimates
-- as the planner does: the table's size divided by the width of its columns. This takes a brief lock. The function doesn't wait
-- for a locked table.
create function selfdb.estimated_row_count(relid regclass)
returns bigint language plpgsql stable set search_path = pg_catalog, pg_temp set lock_timeout = '1ms' as $$
declare
  part record;
  total double precision := 0;
  header_bytes constant int := 28;
  width_of_varying constant int := 32;
begin
  for part in
    with recursive tree(oid) as (
      select relid::oid union select i.inhrelid from pg_inherits i join tree on i.inhparent = tree.oid)
    select c.oid, greatest(c.reltuples, pg_stat_get_live_tuples(c.oid), 0) as known,
      c.relkind = 'r' and c.relpages = 0 and pg_stat_get_tuples_inserted(c.oid) = 0 as is_unknown
    from tree join pg_class c using (oid) where c.relkind <> 'p'
  loop
    total := total + part.known;
    continue when not part.is_unknown;
    begin
      total := total + coalesce((
        select floor(pg_relation_size(part.oid)
          / (header_bytes + sum(case when a.attlen > 0 then a.attlen else width_of_varying end)))
        from pg_attribute a where a.attrelid = part.oid and a.attnum > 0 and not a.attisdropped), 0);
    exception
      when lock_not_available then null;
    end;
  end loop;
  return total::bigint;
end
$$;

create or replace function selfdb_api.estimated_row_count(relation oid) returns bigint
language sql stable security definer parallel restricted set search_path = pg_catalog, pg_temp as $$
  select selfdb.estimated_row_count($1::regclass)
$$;

-- Counts the rows of a table if that is cheap, else estimates them. The function has its caller's rights, because Postgres runs
-- code of the table's owner during planning: policies, and immutable functions in predicates of indexes, statistics and
-- partition keys.
--
-- One table must not fail a list, so an error in the count leads to an estimate. Locks must not delay a list either: after one
-- lock was not granted within 100 ms, the same statement waits for no other. Undoing the count releases its locks, because a
-- list would otherwise collect more locks than the server has room for.
create or replace function selfdb_api.row_count(relation oid) returns bigint language plpgsql stable
set search_path = pg_catalog, pg_temp set lock_timeout = '100ms' as $$
declare
  most_members constant int := 50;
  most_bytes constant int := 4 * 1024 * 1024;
  counted bigint;
  members oid[];
begin
  with recursive tree(oid) as (
    select relation union select i.inhrelid from pg_inherits i join tree on i.inhparent = tree.oid)
  select array_agg(oid) into members from tree;
  if cardinality(members) > most_members then
    return selfdb_api.estimated_row_count(relation);
  end if;
  if current_setting('selfdb.waited_at', true) = statement_timestamp()::text then
    perform set_config('lock_timeout', '1ms', true);
  end if;
  begin
    if (select sum(pg_relation_size(member)) from unnest(members) member) <= most_bytes then
      execute format('select count(*) from %s', relation::regclass) into counted;
      raise exception using errcode = 'SD000';
    end if;
  exception
    when sqlstate 'SD000' then return counted;
    when lock_not_available then perform set_config('selfdb.waited_at', statement_timestamp()::text, true);
    when others then null;
  end;
  return selfdb_api.estimated_row_count(relation);
end
$$;

-- One row: the role of the session's user and, if the table exists (by its id or its name), whether the caller may read it and
-- what the API shows of it.
create or replace function selfdb_api.show_table(session_id uuid, user_id uuid, table_id uuid, table_name text)
returns table (my_role text, readable boolean, id uuid, name name, relid oid, access text, realtime_enabled boolean,
  owner_id uuid, description text, metadata jsonb, columns json, created_at timestamptz, updated_at timestamptz)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select me.role, selfdb.may_use(t.access, t.owner_id, $2, me.role), t.id, c.relname, c.oid, t.access,
    t.realtime_enabled, t.owner_id, t.description, t.metadata, shown.columns, t.created_at, t.updated_at
  from (select selfdb_api.role_of($1, $2) as role) me
  left join selfdb.tables t on t.id = $3 or t.relid = to_regclass('public.' || quote_ident($4))
  left join pg_class c on c.oid = t.relid and c.relnamespace = to_regnamespace('public')
  left join lateral (select selfdb.show_columns(c.oid) as columns where c.oid is not null) shown on true
$$;

-- The tables that the caller may read, as the API shows them, ordered by `place`. Each row has the role of the session's user.
-- If there are no tables, one row has only that role. Tables that were created with SQL enter the registry first, if the SQL
-- role may read them. `search` is an ILIKE pattern.
create or replace function selfdb_api.list_tables(
  session_id uuid, user_id uuid, search text, sort_by text, sort_order text, max_tables bigint, skipped bigint)
returns table (my_role text, place bigint, id uuid, name name, relid oid, access text, realtime_enabled boolean,
  owner_id uuid, description text, metadata jsonb, columns json, created_at timestamptz, updated_at timestamptz)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  direction text := case when sort_order = 'asc' then 'asc' else 'desc' end;
  key text := case sort_by when 'name' then 'c.relname' when 'updated_at' then 't.updated_at' else 't.created_at' end;
begin
  perform selfdb.adopt_tables();
  return query execute format($query$
    with me as materialized (select selfdb_api.role_of($1, $2) as role),
    page as (
      select t.*, c.relname, row_number() over (order by %1$s %2$s, t.id %2$s) as place
      from me, selfdb.tables t join pg_class c on c.oid = t.relid and c.relnamespace = to_regnamespace('public')
      where selfdb.may_use(t.access, t.owner_id, $2, me.role)
        and ($3 is null or c.relname::text collate "default" ilike $3 or t.description ilike $3)
      order by place limit $4 offset $5)
    select me.role, t.place, t.id, t.relname, t.relid::oid, t.access, t.realtime_enabled, t.owner_id, t.description,
      t.metadata, shown.columns, t.created_at, t.updated_at
    from me left join page t on true
    left join lateral (select selfdb.show_columns(t.relid) as columns where t.relid is not null) shown on true
    order by t.place$query$, key, direction)
  using $1, $2, $3, $6, $7;
end
$$;

create or replace function selfdb_api.count_tables(session_id uuid, user_id uuid, search text)
returns table (my_role text, count double precision)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  role text := selfdb_api.role_of($1, $2);
begin
  perform selfdb.adopt_tables();
  return query select role, (
    select count(*)::float8 from selfdb.tables t
      join pg_class c on c.oid = t.relid and c.relnamespace = to_regnamespace('public')
    where selfdb.may_use(t.access, t.owner_id, $2, role)
      and ($3 is null or c.relname::text collate "default" ilike $3 or t.description ilike $3));
end
$$;

-- One row: the role of the session's user and, if the table exists, whether the caller may perform the action (`open`), and the
-- table's description from the catalog.
create or replace function selfdb_api.table_meta(session_id uuid, user_id uuid, table_id uuid, action text)
returns table (my_role text, id uuid, name name, oid text, version text, open boolean, columns json, column_stamp text, index_stamp text, inherited boolean)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select gate.my_role, t.id, c.relname, c.oid::text, t.version::text, gate.open, described.columns,
    selfdb.column_stamp(t.relid)::text, selfdb.index_stamp(t.relid)::text,
    c.relkind = 'r' and exists (select from pg_inherits i where i.inhparent = c.oid)
  from (select 1) as always
  left join selfdb.tables t on t.id = $3
  left join pg_class c on c.oid = t.relid and c.relnamespace = to_regnamespace('public')
  left join lateral (select selfdb.describe_columns(c.oid) as columns where c.oid is not null) described on true
  left join lateral selfdb_api.gate($1, $2, $3, t.relid, null, null, null, $4) gate on true
$$;
