-- What the dashboard needs: sessions that a person can recognize, SQL tabs, and previews of changes to tables.

-- `last_used_at` is the time of the login or of the last exchange of the refresh token, so it costs no write on other requests.
-- `workers/auth/src/sessions/repository.ts` limits the length of `address` and `user_agent`, both of the login. They are null
-- in sessions that are older than these columns, and if the client didn't send them.
alter table selfdb.sessions
  add column last_used_at timestamptz,
  add column address text,
  add column user_agent text;

update selfdb.sessions set last_used_at = created_at;
alter table selfdb.sessions alter column last_used_at set default now(), alter column last_used_at set not null;

-- The open tabs of the SQL editor.
create table selfdb.sql_tabs (
  id         uuid primary key default uuidv7(),
  user_id    uuid not null references selfdb.users on delete cascade,
  name       text not null,
  query      text not null,
  position   integer not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create index sql_tabs_user on selfdb.sql_tabs (user_id, position);

-- The first half of `require_owner`: everything that it refuses, without a lock. For previews, which change nothing.
create or replace function selfdb_api.require_ownership(
  session_id uuid, user_id uuid, table_id uuid, relation regclass, described jsonb) returns void language plpgsql stable
security definer set search_path = pg_catalog, pg_temp as $$
declare
  found record;
begin
  select * into found from selfdb_api.gate($1, $2, $3, $4, null, null, null, 'owner');
  if found.my_role is null then
    perform selfdb.refuse('SD401', 'The session has ended. Log in again.');
  elsif not found.fresh or ($5 is not null and not selfdb.describe_columns($4)::jsonb @> $5) then
    perform selfdb.refuse('SD412', 'The table has changed.');
  elsif not found.open then
    perform selfdb.refuse('SD403', 'Only the owner of the table or an administrator may do this.');
  end if;
end
$$;

-- As before, with its first half in a function of its own. Locks the registry row, so that changes to one table run one after the
-- other. Makes the SQL role the owner of a table that the system's role created, because the SQL role runs the change.
create or replace function selfdb_api.require_owner(
  session_id uuid, user_id uuid, table_id uuid, relation regclass, described jsonb) returns void language plpgsql volatile
security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from selfdb.tables where id = $3 for update;
  perform selfdb_api.require_ownership($1, $2, $3, $4, $5);
  perform selfdb.give_relation($4);
end
$$;

-- Previews ask with the next three functions what the statements themselves would find out.

create or replace function selfdb_api.require_free_name(name text) returns void language plpgsql stable
security definer set search_path = pg_catalog, pg_temp as $$
begin
  if to_regclass(format('public.%I', name)) is not null or to_regtype(format('public.%I', name)) is not null then
    perform selfdb.refuse('SD409', 'The name is taken.');
  end if;
end
$$;

create or replace function selfdb_api.require_free_column(relation regclass, name text) returns void language plpgsql stable
security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from pg_attribute a where a.attrelid = $1 and a.attname = $2 and a.attnum > 0 and not a.attisdropped) then
    perform selfdb.refuse('SD409', 'The table has a column of that name already.');
  end if;
end
$$;

-- Refuses if other objects depend on the table or, with `name`, on that column: foreign keys of other tables, views,
-- functions. What belongs to the table itself is dropped with it.
create or replace function selfdb_api.require_droppable(relation regclass, name text) returns void language plpgsql stable
security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (
    select from pg_depend d
    where d.refclassid = 'pg_class'::regclass and d.refobjid = $1 and d.deptype = 'n'
      and ($2 is null or d.refobjsubid = (select a.attnum from pg_attribute a where a.attrelid = $1 and a.attname = $2))
      and not (d.classid = 'pg_class'::regclass and d.objid = $1)
      and not ($2 is null and (
        d.classid = 'pg_constraint'::regclass and exists (select from pg_constraint c where c.oid = d.objid and c.conrelid = $1)
        or d.classid = 'pg_trigger'::regclass and exists (select from pg_trigger t where t.oid = d.objid and t.tgrelid = $1)
        or d.classid = 'pg_policy'::regclass and exists (select from pg_policy p where p.oid = d.objid and p.polrelid = $1)
        or d.classid = 'pg_attrdef'::regclass and exists (select from pg_attrdef f where f.oid = d.objid and f.adrelid = $1)
        or d.classid = 'pg_rewrite'::regclass and exists (select from pg_rewrite r where r.oid = d.objid and r.ev_class = $1))))
  then
    perform selfdb.refuse('SD409', 'Other objects depend on it: remove them first.');
  end if;
end
$$;

-- Refuses unless the table has an index of this name that belongs to no constraint.
create or replace function selfdb_api.require_plain_index(relation regclass, name text) returns void language plpgsql stable
security definer set search_path = pg_catalog, pg_temp as $$
declare
  index_id oid := (
    select i.indexrelid from pg_index i join pg_class c on c.oid = i.indexrelid where i.indrelid = $1 and c.relname = $2);
begin
  if index_id is null then
    perform selfdb.refuse('SD404', 'The table has no such index.');
  elsif exists (select from pg_index i where i.indexrelid = index_id and i.indisprimary) then
    perform selfdb.refuse('SD409', 'This is the index of the primary key, which the table keeps.');
  elsif exists (select from pg_constraint c where c.conindid = index_id and c.conrelid = $1 and c.contype in ('u', 'x')) then
    perform selfdb.refuse('SD409', 'The index belongs to a constraint. Drop the constraint with SQL: its index goes with it.');
  end if;
end
$$;

-- The index of the table that this transaction created, as `describe_indexes` shows it.
create or replace function selfdb_api.created_index(session_id uuid, user_id uuid, table_id uuid) returns json language sql stable
security definer set search_path = pg_catalog, pg_temp as $$
  select shown.index
  from selfdb.tables t
  join pg_index i on i.indrelid = t.relid and i.xmin = pg_current_xact_id()::xid
  join pg_class c on c.oid = i.indexrelid,
  lateral json_array_elements(selfdb.describe_indexes(t.relid)) shown(index)
  where t.id = $3 and selfdb.may_use('owner', t.owner_id, $2, selfdb_api.role_of($1, $2))
    and shown.index ->> 'name' = c.relname
$$;
