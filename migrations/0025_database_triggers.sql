-- Which tables have triggers of functions or webhooks, and how far these have taken the changes of the feed.

-- The position in the change feed up to which changes are in the queue. One row, while any table has a trigger.
create table selfdb.trigger_cursor (
  id     boolean primary key default true check (id),
  cursor text not null
);

-- Changes that a function gets again: those after the cursor, through a position that the triggers had reached.
create table selfdb.function_replays (
  function_id uuid primary key references selfdb.functions on delete cascade,
  cursor      text not null,
  through     text not null,
  created_at  timestamptz not null default now()
);

-- The database triggers of the versions that serve, each with the table that has its name now. `runs` is whether a change starts the
-- function: it is active, and its owner may read the table.
create function selfdb.database_triggers()
returns table (function_id uuid, table_id uuid, relid oid, operations jsonb, runs boolean) language sql stable as $$
  select f.id, t.id, t.relid::oid,
    coalesce(g.trigger -> 'operations', g.trigger -> 'events', '["INSERT", "UPDATE", "DELETE"]'),
    f.is_active and o.is_active and selfdb.may_use(t.access, t.owner_id, o.id, o.role)
  from selfdb.functions f join selfdb.users o on o.id = f.owner_id
  cross join lateral jsonb_array_elements(f.triggers) g(trigger)
  join selfdb.tables t on t.told_name = g.trigger ->> 'table'
  where f.triggers @> '[{"type": "database"}]' and g.trigger ->> 'type' = 'database'
    and f.deployed_version is not null and f.deployment_status <> 'undeployed'
$$;

-- The tables whose changes are needed, also while a function or a webhook is not active: it may get them later.
create function selfdb.triggered_tables() returns setof uuid language sql stable as $$
  select table_id from selfdb.database_triggers()
  union select table_id from selfdb.webhooks where direction = 'outbound'
$$;

-- The names of the columns of a table's primary key; null without one.
create function selfdb.key_columns(relation oid) returns json language sql stable as $$
  select selfdb.column_names(i.indrelid, i.indkey::int2[]) from pg_index i
  where i.indrelid = relation and i.indisprimary and i.indisvalid
$$;

-- Publishes the tables that have triggers, no longer those that have none, and begins or ends the cursor. Leaves tables that are in use
-- to the next call, and those that can't be published: `trigger_error` says why.
create function selfdb.follow_triggers(only_table uuid default null) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '100ms' as $$
declare
  wanted uuid[] := array(select selfdb.triggered_tables());
  found record;
begin
  for found in
    select t.id from selfdb.tables t
    where (only_table is null or t.id = only_table) and t.has_triggers <> (t.id = any (wanted))
  loop
    begin
      update selfdb.tables set has_triggers = found.id = any (wanted) where id = found.id;
    exception when lock_not_available or serialization_failure or object_in_use or undefined_table or sqlstate 'SD409' then
      null;
    end;
  end loop;
  if cardinality(wanted) = 0 then
    delete from selfdb.trigger_cursor;
  elsif not exists (select from selfdb.trigger_cursor) then
    insert into selfdb.trigger_cursor (cursor) select now_at from selfdb.feed_cursor() now_at where now_at is not null
    on conflict do nothing;
  end if;
end
$$;

create function selfdb.follow_changed_triggers() returns trigger language plpgsql
security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform selfdb.follow_triggers();
  return null;
end
$$;

create function selfdb.follow_triggers_of_entry() returns trigger language plpgsql
security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform selfdb.follow_triggers(new.id);
  return null;
end
$$;

revoke execute on function selfdb.follow_triggers(uuid), selfdb.follow_changed_triggers(), selfdb.follow_triggers_of_entry() from public;

create trigger follow_triggers_on_insert after insert on selfdb.functions for each row
  when (new.triggers @> '[{"type": "database"}]') execute function selfdb.follow_changed_triggers();
create trigger follow_triggers_on_update after update on selfdb.functions for each row
  when (old.triggers @> '[{"type": "database"}]' or new.triggers @> '[{"type": "database"}]')
  execute function selfdb.follow_changed_triggers();
create trigger follow_triggers_on_delete after delete on selfdb.functions for each row
  when (old.triggers @> '[{"type": "database"}]') execute function selfdb.follow_changed_triggers();

create trigger follow_triggers_on_insert after insert on selfdb.webhooks for each row
  when (new.direction = 'outbound') execute function selfdb.follow_changed_triggers();
create trigger follow_triggers_on_update after update on selfdb.webhooks for each row
  when (old.table_id is distinct from new.table_id) execute function selfdb.follow_changed_triggers();
create trigger follow_triggers_on_delete after delete on selfdb.webhooks for each row
  when (old.direction = 'outbound') execute function selfdb.follow_changed_triggers();

-- A table may get the name that a trigger waits for.
create trigger follow_triggers_on_insert after insert on selfdb.tables for each row
  execute function selfdb.follow_triggers_of_entry();
create trigger follow_triggers_on_update after update on selfdb.tables for each row
  when (old.told_name is distinct from new.told_name) execute function selfdb.follow_triggers_of_entry();

-- For the beginning of a transaction: tells the feed how many functions led to it, so that a loop of a function and its own table ends.
-- Whoever may run SQL may call it: that can only end triggers sooner, as the feed takes the largest number.
create function selfdb_api.note_depth(depth integer) returns void language plpgsql volatile
security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform selfdb.tell_rights('depth', least(greatest(depth, 1), 1000)::text, null);
end
$$;

-- Why a database trigger of a function gets no changes; null if each does, or will as soon as its table is not in use.
create function selfdb.trigger_error(owner_id uuid, triggers jsonb) returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  found record;
begin
  for found in
    select g.trigger ->> 'table' as name, t.id, t.relid, t.has_triggers, selfdb.may_use(t.access, t.owner_id, o.id, o.role) as readable
    from jsonb_array_elements(triggers) g(trigger)
    join selfdb.users o on o.id = $1
    left join selfdb.tables t on t.told_name = g.trigger ->> 'table'
    where g.trigger ->> 'type' = 'database'
  loop
    -- An owner who may not read a table does not learn that there is one.
    if found.id is null or not found.readable then
      return format('There is no table "%s" that the owner of the function may read. The trigger starts when there is one.', found.name);
    elsif not found.has_triggers then
      perform selfdb.require_published(found.relid);
    end if;
  end loop;
  return null;
exception when sqlstate 'SD409' then
  return replace(sqlerrm, 'Realtime is not possible', 'The trigger is not possible');
end
$$;
