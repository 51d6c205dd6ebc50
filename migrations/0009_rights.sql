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

-- By the oid: what a regclass prints is a name, which may be another's by the time it is read. An entry that is given to
-- another table is gone for the one before.
create function selfdb.tell_table_rights() returns trigger language plpgsql as $$
declare
  was json := json_build_object('owner_id', old.owner_id, 'public', old.public, 'realtime_enabled', old.realtime_enabled);
  now_so json;
begin
  if tg_op = 'UPDATE' and new.relid = old.relid then
    now_so := json_build_object('owner_id', new.owner_id, 'public', new.public, 'realtime_enabled', new.realtime_enabled);
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
  when ((old.relid, old.owner_id, old.public, old.realtime_enabled)
    is distinct from (new.relid, new.owner_id, new.public, new.realtime_enabled))
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

-- What the log had of them before is of the older kind. A feed that finds its slot gone begins another history.
select pg_drop_replication_slot(slot_name) from pg_replication_slots
where slot_name = 'selfdb_realtime' and database = current_database() and not active;
