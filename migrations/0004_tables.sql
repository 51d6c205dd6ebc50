-- The registry of users' tables: what Postgres's catalog doesn't store. A regclass prints as a name, so a restored dump refers
-- to the right table. `version` changes with everything that workers cache from the registry.
create table selfdb.tables (
  id               uuid primary key default uuidv7(),
  relid            regclass not null unique,
  owner_id         uuid not null references selfdb.users,
  access           text not null default 'owner' constraint tables_access check (access in ('public', 'users', 'owner')),
  realtime_enabled boolean not null default false,
  description      text,
  metadata         jsonb not null default '{}',
  version          bigint not null default 1,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  -- The table's name as the change feed last received it (0010_realtime_feed.sql). Null if the table is not in the schema
  -- public.
  told_name        name
);

create index tables_owner on selfdb.tables (owner_id);

-- Keeps updated_at current. SQL may have dropped or renamed the column. Assigning to it would then fail and block every update,
-- so the function uses jsonb, which ignores a missing column.
create or replace function selfdb_api.touch_updated_at() returns trigger language plpgsql as $$
begin
  return jsonb_populate_record(new, jsonb_build_object('updated_at', clock_timestamp()));
end
$$;

-- Both stamps are computed from the transactions that last wrote a table's catalog rows, so they also change when SQL changes
-- the table. The column stamp changes with the columns and their defaults, the index stamp with the indexes and the number of
-- inheriting tables. Comparing descriptions of the columns would cost a hundred times as much.
create function selfdb.column_stamp(relation oid) returns bigint language sql stable as $$
  select coalesce(bit_xor(hashint8extended(a.xmin::text::bigint, a.attnum)), 0)
  from pg_attribute a where a.attrelid = relation and a.attnum > 0
$$;

create function selfdb.index_stamp(relation oid) returns bigint language sql stable as $$
  select coalesce(bit_xor(hashint8extended(i.xmin::text::bigint, i.indexrelid::bigint)), 0)
    # (select count(*) from pg_inherits where inhparent = relation)
  from pg_index i where i.indrelid = relation
$$;

-- Every statement on a user's table calls this function. It returns one row: the role of the session's user, if the session and
-- the account are active; whether the table is still the one that the worker cached (`fresh`); and whether the caller may
-- perform the action (`open`).
--
-- The action "use" is reading and inserting, "change_row" is changing rows that name the user, and "owner" is everything else.
-- A version or stamp that is null is not compared. The function is stable, so it has the same snapshot as the statement that
-- calls it.
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

-- Adds tables that were created with SQL to the registry. They are private and belong to the first ADMIN. Of two concurrent
-- calls, the second waits for the first.
create function selfdb.adopt_tables() returns void language sql volatile set search_path = pg_catalog, pg_temp as $$
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

-- The functions below are the steps of a change to a table. The change is one transaction of the SQL role. Any SQL can call
-- these functions, so each makes its own checks and allows nothing that the API's routes don't allow.

-- Refuses unless the caller owns the tables that columns will reference, or is an administrator. Only administrators may
-- reference a table that was created with SQL and is not in the registry yet.
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

-- Refuses unless the schema public has enums or domains with these names. `modified` lists types that were written with
-- something in parentheses, which is also refused. The error's detail gives the missing type and lists some existing ones.
create or replace function selfdb_api.require_types(names text[], modified text[]) returns void language plpgsql stable
set search_path = pg_catalog, pg_temp as $$
declare
  most_known constant int := 500;
  missing text;
begin
  select n into missing from unnest(names) n where not exists (
    select from pg_type t
    where t.typnamespace = to_regnamespace('public') and t.typtype in ('e', 'd') and t.typname = n)
  limit 1;
  if missing is not null then
    raise exception 'There is no type "%".', missing using errcode = 'SD422', detail = json_build_object(
      'missing', missing,
      'known', (select coalesce(json_agg(named.typname), '[]') from (
        select t.typname from pg_type t
        where t.typnamespace = to_regnamespace('public') and t.typtype in ('e', 'd')
        order by t.typname limit most_known) named));
  end if;
  if modified[1] is not null then
    raise exception 'The type "%" takes nothing in parentheses.', modified[1] using errcode = 'SD422',
      detail = json_build_object('modified', modified[1]);
  end if;
end
$$;

-- Refuses unless the caller is the owner or an administrator, the table still has the name that the worker cached, and its
-- columns contain `described`. Locks the registry row, so that changes to one table run one after the other. Makes the SQL role
-- the owner of a table that the system's role created, because the SQL role runs the change.
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
  session_id uuid, user_id uuid, name text, access text, realtime_enabled boolean, description text, metadata jsonb)
returns void language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform selfdb_api.require_user($1, $2);
  insert into selfdb.tables (relid, owner_id, access, realtime_enabled, description, metadata)
  values (to_regclass(format('public.%I', $3)), $2, $4, $5, $6, $7);
end
$$;

-- Gives the table a new version, so that workers reload what they cached, and sets the fields in `change`.
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

-- Removes the registry entry of a table that the same transaction dropped.
create or replace function selfdb_api.unregister_table(table_id uuid) returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  delete from selfdb.tables t where t.id = $1 and not exists (select from pg_class c where c.oid = t.relid)
$$;
