-- Statements on users' tables, and the SQL of administrators, run as a login role of their own (`selfdb_sql`), which owns
-- the tables. What it may use of the system stands in the schema selfdb_api: it has no rights on the schema selfdb.
--
-- Every function here that runs with the system's rights (security definer) names its search path, because the role can
-- make operators and tables that would be found first. `pg_temp` stands last, or temporary tables would be.
create schema if not exists selfdb_api;

alter table selfdb.instance add column sql_role name;

-- Found as `users` where the schema public has no table of that name.
create or replace view selfdb_api.users as
  select id, email, first_name, last_name, role, is_active, created_at, updated_at from selfdb.users;

-- Triggers of users' tables call it. They refer to it by its number, so they stay as they are. The schema may have been
-- there before, when the schema `selfdb` was dropped.
do $$
begin
  if to_regprocedure('selfdb_api.touch_updated_at()') is null then
    alter function selfdb.touch_updated_at() set schema selfdb_api;
  else
    drop function selfdb.touch_updated_at();
  end if;
end
$$;

create or replace function selfdb_api.refuse(state text, message text) returns text language plpgsql as $$
begin
  raise exception '%', message using errcode = state;
end
$$;

-- Numbers made of the transactions that last wrote a table's catalog rows: another one after each change of a column or
-- its default, and of an index or of what inherits, also by SQL. A description of the columns would say the same, but costs a hundred times as much.
create function selfdb.column_stamp(relation oid) returns bigint language sql stable as $$
  select coalesce(bit_xor(hashint8extended(a.xmin::text::bigint, a.attnum)), 0)
  from pg_attribute a where a.attrelid = relation and a.attnum > 0
$$;

create function selfdb.index_stamp(relation oid) returns bigint language sql stable as $$
  select coalesce(bit_xor(hashint8extended(i.xmin::text::bigint, i.indexrelid::bigint)), 0)
    # (select count(*) from pg_inherits where inhparent = relation)
  from pg_index i where i.indrelid = relation
$$;

-- One row: the role of the session's user while session and account are alive; whether the table is still the one that the
-- worker remembers (`fresh`); and whether the caller may use it (`open`): "public" for reading, "owner" for changing.
-- A stamp or version that is null is not compared. Stable, so it sees what the statement around it sees.
create or replace function selfdb_api.gate(
  session_id uuid, user_id uuid, table_id uuid, relation regclass,
  version bigint, column_stamp bigint, index_stamp bigint, access text,
  out my_role text, out fresh boolean, out open boolean)
returns setof record rows 1 language plpgsql stable security definer parallel restricted
set search_path = pg_catalog, pg_temp as $$
begin
  return query
  select u.role, t.id is not null,
    case when $1 is null then $8 = 'public' and coalesce(t.public, false)
      else t.id is not null and u.id is not null and ($8 = 'public' and t.public or t.owner_id = u.id or u.role = 'ADMIN') end
  from (select 1) as always
  left join (selfdb.sessions s join selfdb.users u on u.id = s.user_id)
    on s.id = $1 and s.user_id = $2 and s.revoked_at is null and s.expires_at > now() and u.is_active
  left join selfdb.tables t on t.id = $3 and t.relid = $4
    and ($5 is null or t.version = $5)
    and ($6 is null or selfdb.column_stamp(t.relid) = $6)
    and ($7 is null or selfdb.index_stamp(t.relid) = $7);
end
$$;

-- The role of a living session's user, null for any other.
create or replace function selfdb_api.role_of(session_id uuid, user_id uuid) returns text
language sql stable security definer parallel restricted set search_path = pg_catalog, pg_temp as $$
  select u.role from selfdb.sessions s join selfdb.users u on u.id = s.user_id
  where s.id = $1 and s.user_id = $2 and s.revoked_at is null and s.expires_at > now() and u.is_active
$$;

-- With each column: its name and type as Postgres prints them, the type under a domain, default, what it is part of. Names are printed as for a
-- search path of users' tables; the body's own names and operators were bound when it was made. A default has no column in
-- it, so it is deparsed without its table: with it, Postgres makes a name for each column of the table anew for each default, a
-- second and more for a thousand columns, and waits for locks on the table.
create or replace function selfdb.describe_columns(relid regclass, with_defaults boolean default true)
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

-- The name of a type as it is printed beside users' tables: those of the schema public stand without it.
create function selfdb.type_name(type oid, typmod integer) returns text language sql stable
set search_path = public, selfdb_api, pg_temp
begin atomic
  select format_type(type, typmod);
end;

alter function selfdb.show_columns(regclass) set search_path = pg_catalog, pg_temp;

-- Rows of a table: counted when that is cheap, else estimated. It has the rights of its caller, because Postgres runs code of
-- the table's owner when it plans: immutable functions in the predicates of indexes, statistics and partition keys, and policies.
-- One table can't fail a list: what can't be counted is estimated. Nor can a lock hold it up: the first that is not given within
-- 100 ms is waited for, the others of the same statement are not. Undoing the count gives back its locks, of which a list would
-- otherwise gather more than the server has.
drop function selfdb.row_count(regclass);

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

create or replace function selfdb_api.estimated_row_count(relation oid) returns bigint
language sql stable security definer parallel restricted set search_path = pg_catalog, pg_temp as $$
  select selfdb.estimated_row_count($1::regclass)
$$;

-- Called between the statements of SQL, too.
create or replace function selfdb_api.follow_replica_identity() returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$ select selfdb.follow_replica_identity() $$;

create or replace function selfdb_api.feed_cursor() returns text
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$ select selfdb.feed_cursor() $$;

-- Enters tables that were made with SQL into the registry. Of two that do so at once, the later waits for the first.
create function selfdb.adopt_tables() returns void language sql volatile set search_path = pg_catalog, pg_temp as $$
  insert into selfdb.tables (relid, owner_id)
  select c.oid, (select id from selfdb.users where role = 'ADMIN' order by created_at, id limit 1)
  from pg_class c
  where c.relnamespace = to_regnamespace('public') and c.relkind in ('r', 'p') and not c.relispartition
    and has_table_privilege(coalesce((select sql_role from selfdb.instance), current_user), c.oid, 'select')
    and not exists (select from selfdb.tables t where t.relid = c.oid)
    and exists (select from selfdb.users where role = 'ADMIN')
  order by c.oid
  on conflict (relid) do nothing
$$;

-- The functions below are the steps of a change of a table, which is one transaction of the SQL role. Each decides anew: they can
-- be called by any SQL, and give nobody more than the routes of the API do.

create or replace function selfdb_api.require_user(session_id uuid, user_id uuid) returns void language plpgsql volatile
security definer set search_path = pg_catalog, pg_temp as $$
begin
  if selfdb_api.role_of(session_id, user_id) is null then
    perform selfdb.refuse('SD401', 'The session has ended. Log in again.');
  end if;
end
$$;

-- Refuses unless the caller may use the tables that columns are to refer to. One that was made with SQL and is not in the
-- registry yet is the administrators'.
create or replace function selfdb_api.require_owned(session_id uuid, user_id uuid, names text[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  my_role text := selfdb_api.role_of($1, $2);
  name text;
  relation regclass;
begin
  foreach name in array names loop
    relation := to_regclass('public.' || quote_ident(name));
    if my_role is null or relation is null or my_role <> 'ADMIN' and not exists (
      select from selfdb.tables t where t.relid = relation and t.owner_id = $2)
    then
      perform selfdb.refuse('SD422', format('You have no table "%s" that a column could refer to.', name));
    end if;
  end loop;
end
$$;

-- Refuses unless the caller owns the table, its name is what the worker remembers, and its columns contain `described`.
-- Locks its registry row, so that two changes of one table come one after the other. A table that somebody made as the
-- system's role is given to the SQL role, which is to change it.
create or replace function selfdb_api.require_owner(
  session_id uuid, user_id uuid, table_id uuid, relation regclass, described jsonb) returns void language plpgsql volatile
security definer set search_path = pg_catalog, pg_temp as $$
declare
  found record;
begin
  perform from selfdb.tables where id = $3 for update;
  select * into found from selfdb_api.gate($1, $2, $3, $4, null, null, null, 'owner');
  if found.my_role is null then
    perform selfdb.refuse('SD401', 'The session has ended. Log in again.');
  elsif not found.fresh or ($5 is not null and not selfdb.describe_columns($4)::jsonb @> $5) then
    perform selfdb.refuse('SD412', 'The table has changed.');
  elsif not found.open then
    perform selfdb.refuse('SD403', 'Only the owner of the table or an administrator may do this.');
  end if;
  perform selfdb.give_relation($4);
end
$$;

create or replace function selfdb_api.register_table(
  session_id uuid, user_id uuid, name text, public boolean, realtime_enabled boolean, description text, metadata jsonb)
returns void language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform selfdb_api.require_user($1, $2);
  insert into selfdb.tables (relid, owner_id, public, realtime_enabled, description, metadata)
  values (to_regclass(format('public.%I', $3)), $2, $4, $5, $6, $7);
end
$$;

-- Marks a table as changed, for everybody who remembers it, and sets what `change` holds.
create or replace function selfdb_api.touch_table(session_id uuid, user_id uuid, table_id uuid, change jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  update selfdb.tables t set
    version = version + 1,
    updated_at = clock_timestamp(),
    public = coalesce(($4 ->> 'public')::boolean, t.public),
    realtime_enabled = coalesce(($4 ->> 'realtime_enabled')::boolean, t.realtime_enabled),
    description = case when $4 ? 'description' then $4 ->> 'description' else t.description end,
    metadata = coalesce($4 -> 'metadata', t.metadata)
  where t.id = $3 and (selfdb_api.role_of($1, $2) = 'ADMIN' or t.owner_id = $2 and selfdb_api.role_of($1, $2) is not null);
  if not found then
    perform selfdb.refuse('SD403', 'Only the owner of the table or an administrator may do this.');
  end if;
end
$$;

-- Removes the entry of a table that the same transaction has dropped.
create or replace function selfdb_api.unregister_table(table_id uuid) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  delete from selfdb.tables t where t.id = $1 and not exists (select from pg_class c where c.oid = t.relid)
$$;

-- One row: whose session it is and, where there is such a table, by its id or its name, whether the caller may read it and
-- what the API shows of it.
create or replace function selfdb_api.show_table(session_id uuid, user_id uuid, table_id uuid, table_name text)
returns table (my_role text, readable boolean, id uuid, name name, relid oid, public boolean, realtime_enabled boolean,
  owner_id uuid, description text, metadata jsonb, columns json, created_at timestamptz, updated_at timestamptz)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select me.role, t.public or me.role = 'ADMIN' or t.owner_id = $2 and me.role is not null, t.id, c.relname, c.oid, t.public,
    t.realtime_enabled, t.owner_id, t.description, t.metadata, shown.columns, t.created_at, t.updated_at
  from (select selfdb_api.role_of($1, $2) as role) me
  left join selfdb.tables t on t.id = $3 or t.relid = to_regclass('public.' || quote_ident($4))
  left join pg_class c on c.oid = t.relid and c.relnamespace = to_regnamespace('public')
  left join lateral (select selfdb.show_columns(c.oid) as columns where c.oid is not null) shown on true
$$;

-- The tables that the caller may read, as the API shows them, in their `place`, each with whose session it is; one row without
-- a table where there is none. Tables that were made with SQL enter the registry first, as private and the first ADMIN's. What
-- another role of the database keeps to itself stays out. `search` is a pattern of ILIKE.
create or replace function selfdb_api.list_tables(
  session_id uuid, user_id uuid, search text, sort_by text, sort_order text, max_tables bigint, skipped bigint)
returns table (my_role text, place bigint, id uuid, name name, relid oid, public boolean, realtime_enabled boolean,
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
      where (t.public or me.role = 'ADMIN' or t.owner_id = $2 and me.role is not null)
        and ($3 is null or c.relname ilike $3 or t.description ilike $3)
      order by place limit $4 offset $5)
    select me.role, t.place, t.id, t.relname, t.relid::oid, t.public, t.realtime_enabled, t.owner_id, t.description,
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
    where (t.public or role = 'ADMIN' or t.owner_id = $2 and role is not null)
      and ($3 is null or c.relname ilike $3 or t.description ilike $3));
end
$$;

-- One row: whose session it is and, where there is such a table, whether it is `open` to the caller and what the catalog says of it.
create or replace function selfdb_api.table_meta(session_id uuid, user_id uuid, table_id uuid, access text)
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
