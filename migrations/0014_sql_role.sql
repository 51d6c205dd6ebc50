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
-- its default, and of an index, also by SQL. A description of the columns would say the same, but costs a hundred times as much.
create function selfdb.column_stamp(relation oid) returns bigint language sql stable as $$
  select coalesce(bit_xor(hashint8extended(a.xmin::text::bigint, a.attnum)), 0)
  from pg_attribute a where a.attrelid = relation and a.attnum > 0
$$;

create function selfdb.index_stamp(relation oid) returns bigint language sql stable as $$
  select coalesce(bit_xor(hashint8extended(i.xmin::text::bigint, i.indexrelid::bigint)), 0)
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

-- With each column: its name and type as Postgres prints them, default, what it is part of. Names are printed as for a
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

create or replace function selfdb_api.estimated_row_count(relation oid) returns bigint
language sql stable security definer parallel restricted set search_path = pg_catalog, pg_temp as $$
  select selfdb.estimated_row_count($1::regclass)
$$;

-- Called between the statements of SQL, too.
create or replace function selfdb_api.follow_replica_identity() returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$ select selfdb.follow_replica_identity() $$;

create or replace function selfdb_api.feed_cursor() returns text
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$ select selfdb.feed_cursor() $$;

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

-- The table as the API shows it to its owner and to administrators, by its id or its name; no row for others.
create or replace function selfdb_api.show_table(session_id uuid, user_id uuid, table_id uuid, table_name text)
returns table (id uuid, name name, public boolean, realtime_enabled boolean, owner_id uuid, description text, metadata jsonb,
  columns json, row_count double precision, created_at timestamptz, updated_at timestamptz)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select t.id, c.relname, t.public, t.realtime_enabled, t.owner_id, t.description, t.metadata,
    selfdb.show_columns(t.relid), selfdb.row_count(t.relid)::float8, t.created_at, t.updated_at
  from selfdb.tables t join pg_class c on c.oid = t.relid
  where (t.id = $3 or t.relid = to_regclass('public.' || quote_ident($4)))
    and (t.owner_id = $2 and selfdb_api.role_of($1, $2) is not null or selfdb_api.role_of($1, $2) = 'ADMIN')
$$;

-- One row: whose session it is and, where there is such a table, whether it is `open` to the caller and what the catalog says of it.
create or replace function selfdb_api.table_meta(session_id uuid, user_id uuid, table_id uuid, access text)
returns table (my_role text, id uuid, name name, oid text, version text, open boolean, columns json, column_stamp text, index_stamp text)
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select gate.my_role, t.id, c.relname, c.oid::text, t.version::text, gate.open, described.columns,
    selfdb.column_stamp(t.relid)::text, selfdb.index_stamp(t.relid)::text
  from (select 1) as always
  left join selfdb.tables t on t.id = $3
  left join pg_class c on c.oid = t.relid and c.relnamespace = to_regnamespace('public')
  left join lateral (select selfdb.describe_columns(c.oid) as columns where c.oid is not null) described on true
  left join lateral selfdb_api.gate($1, $2, $3, t.relid, null, null, null, $4) gate on true
$$;

-- Gives a relation that belongs to the system's role to the SQL role, with its partitions and children.
create function selfdb.give_relation(relation regclass) returns void language plpgsql volatile
set search_path = pg_catalog, pg_temp as $$
declare
  part regclass;
  sql_role name := (select i.sql_role from selfdb.instance i);
begin
  if sql_role is null then
    return;
  end if;
  for part in
    with recursive tree(oid) as (
      select relation::oid union select i.inhrelid from pg_inherits i join tree on tree.oid = i.inhparent)
    select c.oid from tree join pg_class c using (oid) where c.relowner = quote_ident(current_user)::regrole
  loop
    execute format('alter table %s owner to %I', part, sql_role);
  end loop;
end
$$;

-- Gives the SQL role everything outside of the system's schemas that belongs to the system's role: what was made with SQL
-- before there was that role, or by somebody who logged in as the system.
create function selfdb.give_objects() returns void language plpgsql volatile
set search_path = pg_catalog, pg_temp set lock_timeout = '1s' as $$
declare
  command text;
  sql_role name := (select i.sql_role from selfdb.instance i);
  me oid := quote_ident(current_user)::regrole;
begin
  if sql_role is null then
    return;
  end if;
  for command in
    with theirs as (
      select n.oid from pg_namespace n
      where n.nspname not in ('selfdb', 'selfdb_api', 'information_schema') and n.nspname !~ '^pg_'),
    objects(class, oid, schema, owner) as (
      select 'pg_namespace'::regclass, n.oid, n.oid, n.nspowner from pg_namespace n
      union all select 'pg_class'::regclass, c.oid, c.relnamespace, c.relowner from pg_class c
        where c.relkind in ('r', 'p', 'v', 'm', 'f', 'c', 'S') and not exists (
          select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i')
            and c.relkind = 'S')
      union all select 'pg_proc'::regclass, p.oid, p.pronamespace, p.proowner from pg_proc p
      union all select 'pg_type'::regclass, t.oid, t.typnamespace, t.typowner from pg_type t where t.typtype in ('d', 'e', 'r')
      union all select 'pg_collation'::regclass, l.oid, l.collnamespace, l.collowner from pg_collation l
      union all select 'pg_conversion'::regclass, v.oid, v.connamespace, v.conowner from pg_conversion v
      union all select 'pg_operator'::regclass, o.oid, o.oprnamespace, o.oprowner from pg_operator o
      union all select 'pg_opclass'::regclass, o.oid, o.opcnamespace, o.opcowner from pg_opclass o
      union all select 'pg_opfamily'::regclass, o.oid, o.opfnamespace, o.opfowner from pg_opfamily o
      union all select 'pg_statistic_ext'::regclass, x.oid, x.stxnamespace, x.stxowner from pg_statistic_ext x
      union all select 'pg_ts_config'::regclass, f.oid, f.cfgnamespace, f.cfgowner from pg_ts_config f
      union all select 'pg_ts_dict'::regclass, f.oid, f.dictnamespace, f.dictowner from pg_ts_dict f)
    select format('alter %s %s owner to %I',
      case named.type when 'composite type' then 'type' when 'statistics object' then 'statistics' else named.type end,
      named.identity, sql_role)
    from objects o join theirs on theirs.oid = o.schema, lateral pg_identify_object(o.class, o.oid, 0) named
    where o.owner = me and not exists (
      select from pg_depend d where d.classid = o.class and d.objid = o.oid and d.deptype = 'e')
  loop
    begin
      execute command;
    exception when lock_not_available then
      -- In use: at the next time.
      null;
    end;
  end loop;
end
$$;

-- A table that somebody makes as the system's role can be used at once, and belongs to the SQL role a little later.
create function selfdb.share_public(name name) returns void language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
  execute format('alter default privileges in schema public grant all on tables to %I', name);
  execute format('alter default privileges in schema public grant all on sequences to %I', name);
end
$$;

-- The schema public is there, and everything outside of the system's schemas is the SQL role's, whatever SQL did.
create function selfdb.follow_sql_role() returns void language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  sql_role name := (select i.sql_role from selfdb.instance i);
begin
  if sql_role is not null then
    if to_regnamespace('public') is null then
      execute format('create schema public authorization %I', sql_role);
      perform selfdb.share_public(sql_role);
    end if;
    if (select n.nspowner from pg_namespace n where n.nspname = 'public') <> quote_ident(sql_role)::regrole then
      execute format('alter schema public owner to %I', sql_role);
    end if;
    perform selfdb.give_objects();
  end if;
end
$$;

-- Makes `name` the role of statements on users' tables and of SQL, with its rights. Run at each start: it changes nothing
-- where all is so. The role exists, and the system's role is a member of it.
create function selfdb.set_sql_role(name name) returns void language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
  update selfdb.instance set sql_role = name where sql_role is distinct from name;
  execute format('grant create, temporary, connect on database %I to %I', current_database(), name);
  execute format('grant usage on schema selfdb_api to %I', name);
  execute format('grant select on selfdb_api.users to %I', name);
  perform selfdb.follow_sql_role();
  perform selfdb.share_public(name);
end
$$;
