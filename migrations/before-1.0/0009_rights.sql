-- What rights hang on is told in the log by messages alone, in their place among the changes, as it was and as it is now:
-- what somebody has missed is sent to them only if they might have read it all the while. A publication tells no more of
-- what was than the key.
drop publication selfdb_rights;
drop trigger tell_table_rights on selfdb.tables;
drop function selfdb.tell_table_rights();

create function selfdb.tell_rights(kind text, id text, was json, now_so json) returns void language sql as $$
  select pg_logical_emit_message(true, 'selfdb.rights',
    json_build_object('of', kind, 'id', id, 'was', was, 'now', now_so)::text)
$$;

-- What the table is called, as it was told last: whoever listens by its name listens to another one when it is renamed. Null
-- when it is not where the API looks.
alter table selfdb.tables add column told_name name;
update selfdb.tables t set told_name = c.relname from pg_class c
where c.oid = t.relid and c.relnamespace = 'public'::regnamespace;

create function selfdb.note_table_name() returns trigger language plpgsql as $$
begin
  new.told_name := (
    select relname from pg_class where oid = new.relid and relnamespace = 'public'::regnamespace);
  return new;
end
$$;

create trigger note_table_name before insert or update on selfdb.tables for each row
  execute function selfdb.note_table_name();

-- By the oid: what a regclass prints is a name, which may be another's by the time it is read. An entry that is given to
-- another table is gone for the one before.
create function selfdb.tell_table_rights() returns trigger language plpgsql as $$
declare
  was json := json_build_object('name', old.told_name, 'owner_id', old.owner_id, 'public', old.public,
    'realtime_enabled', old.realtime_enabled);
  now_so json;
begin
  if tg_op = 'UPDATE' and new.relid = old.relid then
    now_so := json_build_object('name', new.told_name, 'owner_id', new.owner_id, 'public', new.public,
      'realtime_enabled', new.realtime_enabled);
  end if;
  perform selfdb.tell_rights('table', old.relid::oid::text, was, now_so);
  return null;
end
$$;

create function selfdb.tell_user_rights() returns trigger language plpgsql as $$
declare
  was json := json_build_object('role', old.role, 'is_active', old.is_active);
  now_so json;
begin
  if tg_op = 'UPDATE' then
    now_so := json_build_object('role', new.role, 'is_active', new.is_active);
  end if;
  perform selfdb.tell_rights('user', old.id::text, was, now_so);
  return null;
end
$$;

create function selfdb.tell_session_rights() returns trigger language plpgsql as $$
declare
  was json := json_build_object('revoked_at', old.revoked_at, 'expires_at', old.expires_at);
  now_so json;
begin
  if tg_op = 'UPDATE' then
    now_so := json_build_object('revoked_at', new.revoked_at, 'expires_at', new.expires_at);
  end if;
  perform selfdb.tell_rights('session', old.id::text, was, now_so);
  return null;
end
$$;

create trigger tell_table_rights after update on selfdb.tables for each row
  when ((old.relid, old.told_name, old.owner_id, old.public, old.realtime_enabled)
    is distinct from (new.relid, new.told_name, new.owner_id, new.public, new.realtime_enabled))
  execute function selfdb.tell_table_rights();

create trigger tell_user_rights after update on selfdb.users for each row
  when ((old.role, old.is_active) is distinct from (new.role, new.is_active))
  execute function selfdb.tell_user_rights();

create trigger tell_session_rights after update on selfdb.sessions for each row
  when ((old.revoked_at, old.expires_at) is distinct from (new.revoked_at, new.expires_at))
  execute function selfdb.tell_session_rights();

create trigger tell_rights_gone after delete on selfdb.tables for each row execute function selfdb.tell_table_rights();
create trigger tell_rights_gone after delete on selfdb.users for each row execute function selfdb.tell_user_rights();
create trigger tell_rights_gone after delete on selfdb.sessions for each row execute function selfdb.tell_session_rights();

-- The same as before, and tells of tables that SQL has renamed.
create or replace function selfdb.follow_catalog() returns void language plpgsql set lock_timeout = '100ms' as $$
declare
  part regclass;
begin
  delete from selfdb.tables t where not exists (select from pg_class c where c.oid = t.relid);
  update selfdb.tables set relid = relid where id in (
    select t.id from selfdb.tables t join pg_class c on c.oid = t.relid
    where t.told_name is distinct from case when c.relnamespace = 'public'::regnamespace then c.relname end
    for update of t skip locked);
  for part in
    select c.oid from selfdb.tables t
      cross join lateral (select t.relid union select p.relid from pg_partition_tree(t.relid) p) of_table
      join pg_class c on c.oid = of_table.relid
    where t.realtime_enabled and c.relreplident <> 'f' and c.relkind in ('r', 'p')
      and pg_has_role(c.relowner, 'usage')
  loop
    begin
      execute format('alter table %s replica identity full', part);
    exception when lock_not_available or undefined_table then
      null;
    end;
  end loop;
end
$$;
