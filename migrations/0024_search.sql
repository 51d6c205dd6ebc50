-- A search finds table names in small and large letters of any script: the collation of the type `name` knows those of ASCII only.

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
