-- Whether a caller may read a table or bucket and add to it. `role` is that of a living session's user, null for any other
-- caller.
create function selfdb.may_use(access text, owner_id uuid, user_id uuid, role text) returns boolean
language sql immutable parallel safe
return $1 = 'public' or $4 is not null and ($1 = 'users' or $2 = $3 or $4 = 'ADMIN');

-- Tables have it in place of `public`. No trigger fires: what the change feed is told of rights stays as it is.
drop trigger tell_table_rights on selfdb.tables;
alter table selfdb.tables alter column public drop default;
alter table selfdb.tables alter column public type text using case when public then 'public' else 'owner' end;
alter table selfdb.tables rename column public to access;
alter table selfdb.tables alter column access set default 'owner',
  add constraint tables_access check (access in ('public', 'users', 'owner'));

-- The setting PRIVATE_MEANS, which SQL has no other way to know.
alter table selfdb.instance
  add column private_means text not null default 'owner' check (private_means in ('users', 'owner'));

-- As in 0014: tables that were made with SQL are private.
create or replace function selfdb.adopt_tables() returns void language sql volatile set search_path = pg_catalog, pg_temp as $$
  insert into selfdb.tables (relid, owner_id, access)
  select c.oid, (select id from selfdb.users where role = 'ADMIN' order by created_at, id limit 1), i.private_means
  from pg_class c, selfdb.instance i
  where c.relnamespace = to_regnamespace('public') and c.relkind in ('r', 'p') and not c.relispartition
    and has_table_privilege(coalesce(i.sql_role, current_user), c.oid, 'select')
    and not exists (select from selfdb.tables t where t.relid = c.oid)
    and exists (select from selfdb.users where role = 'ADMIN')
  order by c.oid
  on conflict (relid) do nothing
$$;

create or replace function selfdb.tell_table_rights() returns trigger language plpgsql
security definer set search_path = pg_catalog, pg_temp as $$
declare
  was json := json_build_object('name', old.told_name, 'owner_id', old.owner_id, 'access', old.access,
    'realtime_enabled', old.realtime_enabled);
  now_so json;
begin
  if tg_op = 'UPDATE' and new.relid = old.relid then
    now_so := json_build_object('name', new.told_name, 'owner_id', new.owner_id, 'access', new.access,
      'realtime_enabled', new.realtime_enabled);
  end if;
  perform selfdb.tell_rights('table', old.relid::oid::text, was, now_so);
  return null;
end
$$;

create trigger tell_table_rights after update on selfdb.tables for each row
  when ((old.relid, old.told_name, old.owner_id, old.access, old.realtime_enabled)
    is distinct from (new.relid, new.told_name, new.owner_id, new.access, new.realtime_enabled))
  execute function selfdb.tell_table_rights();

-- One row: the role of the session's user while session and account are alive; whether the table is still the one that the
-- worker remembers (`fresh`); and whether the caller may do the action (`open`): "use" is to read and to insert, "change_row" to
-- change rows that name the user, "owner" the rest. A stamp or version that is null is not compared. Stable, so it sees what the statement around it sees.
drop function if exists selfdb_api.gate(uuid, uuid, uuid, regclass, bigint, bigint, bigint, text);

create or replace function selfdb_api.gate(
  session_id uuid, user_id uuid, table_id uuid, relation regclass,
  version bigint, column_stamp bigint, index_stamp bigint, action text,
  out my_role text, out fresh boolean, out open boolean)
returns setof record rows 1 language plpgsql stable security definer parallel restricted
set search_path = pg_catalog, pg_temp as $$
begin
  return query
  select u.role, t.id is not null,
    t.id is not null and (u.id is not null or $1 is null and $8 = 'use')
      and selfdb.may_use(case when $8 in ('use', 'change_row') then t.access else 'owner' end, t.owner_id, u.id, u.role)
  from (select 1) as always
  left join (selfdb.sessions s join selfdb.users u on u.id = s.user_id)
    on s.id = $1 and s.user_id = $2 and s.revoked_at is null and s.expires_at > now() and u.is_active
  left join selfdb.tables t on t.id = $3 and t.relid = $4
    and ($5 is null or t.version = $5)
    and ($6 is null or selfdb.column_stamp(t.relid) = $6)
    and ($7 is null or selfdb.index_stamp(t.relid) = $7);
end
$$;

drop function if exists selfdb_api.register_table(uuid, uuid, text, boolean, boolean, text, jsonb);

create or replace function selfdb_api.register_table(
  session_id uuid, user_id uuid, name text, access text, realtime_enabled boolean, description text, metadata jsonb)
returns void language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform selfdb_api.require_user($1, $2);
  insert into selfdb.tables (relid, owner_id, access, realtime_enabled, description, metadata)
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
    access = coalesce($4 ->> 'access', t.access),
    realtime_enabled = coalesce(($4 ->> 'realtime_enabled')::boolean, t.realtime_enabled),
    description = case when $4 ? 'description' then $4 ->> 'description' else t.description end,
    metadata = coalesce($4 -> 'metadata', t.metadata)
  where t.id = $3 and selfdb.may_use('owner', t.owner_id, $2, selfdb_api.role_of($1, $2));
  if not found then
    perform selfdb.refuse('SD403', 'Only the owner of the table or an administrator may do this.');
  end if;
end
$$;

-- One row: whose session it is and, where there is such a table, by its id or its name, whether the caller may read it and
-- what the API shows of it.
drop function if exists selfdb_api.show_table(uuid, uuid, uuid, text);

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

-- The tables that the caller may read, as the API shows them, in their `place`, each with whose session it is; one row without
-- a table where there is none. Tables that were made with SQL enter the registry first, as the first ADMIN's alone. What
-- another role of the database keeps to itself stays out. `search` is a pattern of ILIKE.
drop function if exists selfdb_api.list_tables(uuid, uuid, text, text, text, bigint, bigint);

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

-- One row: whose session it is and, where there is such a table, whether the action is `open` to the caller and what the catalog
-- says of it.
drop function if exists selfdb_api.table_meta(uuid, uuid, uuid, text);

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
