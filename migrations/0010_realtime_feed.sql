-- What the change feed reads from the log: the rows of tables that are realtime_enabled, and the changes that rights depend on.

-- The history that the change feed is in, which is the beginning of its cursors. The feed writes it whenever it connects.
create table selfdb.change_feed (
  id boolean primary key default true check (id),
  epoch text not null
);

-- A position in the feed after everything that is committed by now; null where there was never a feed. A commit that its caller
-- was told of is in the log before it, and the feed gets no further than the log is written.
create function selfdb.feed_cursor() returns text language sql volatile parallel safe as $$
  select epoch || ':' || upper(lpad(split_part(lsn, '/', 1), 8, '0') || lpad(split_part(lsn, '/', 2), 8, '0')) || ':00000000'
  from selfdb.change_feed, cast(pg_current_wal_flush_lsn() as text) lsn
$$;

create or replace function selfdb_api.feed_cursor() returns text
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$ select selfdb.feed_cursor() $$;

-- Publications belong to the database and outlive a schema `selfdb` that was dropped. Where the log is not kept for replication
-- (wal_level), a publication does no harm. Before Postgres 18, generated columns can't be published.
drop publication if exists selfdb_realtime;

do $$
begin
  execute 'create publication selfdb_realtime with (publish_via_partition_root = true'
    || case when current_setting('server_version_num')::int >= 180000
         then ', publish_generated_columns = stored)' else ')' end;
end
$$;

-- Changes of rights are rows in the log, in commit order, as the rights are after the change. They are not messages: any session
-- may write a message, and only the system's triggers may write here. A trigger inserts a row and deletes it again, so the log
-- contains it and the table stays empty.
create table selfdb.rights_changes (
  sequence bigint generated always as identity primary key,
  kind     text not null,
  id       text not null,
  now      json
);

alter publication selfdb_realtime add table selfdb.rights_changes;

create function selfdb.tell_rights(kind text, id text, now_so json) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  told bigint;
begin
  insert into selfdb.rights_changes (kind, id, now)
  values (tell_rights.kind, tell_rights.id, now_so) returning sequence into told;
  delete from selfdb.rights_changes where sequence = told;
end
$$;

-- Notes what the table is called: a listener by name listens to another table after a rename. The name is null when the table is
-- not in the schema public.
create function selfdb.note_table_name() returns trigger language plpgsql
security definer set search_path = pg_catalog, pg_temp as $$
begin
  new.told_name := (
    select relname from pg_class where oid = new.relid and relnamespace = 'public'::regnamespace);
  return new;
end
$$;

create trigger note_table_name before insert or update on selfdb.tables for each row
  execute function selfdb.note_table_name();

-- By the oid: what a regclass prints is a name, which may be another table's by the time it is read. A registry entry that is
-- given to another table is gone for the one before.
create function selfdb.tell_table_rights() returns trigger language plpgsql
security definer set search_path = pg_catalog, pg_temp as $$
declare
  now_so json;
begin
  if tg_op = 'UPDATE' and new.relid = old.relid then
    now_so := json_build_object('name', new.told_name, 'owner_id', new.owner_id, 'access', new.access,
      'realtime_enabled', new.realtime_enabled);
  end if;
  perform selfdb.tell_rights('table', old.relid::oid::text, now_so);
  return null;
end
$$;

create function selfdb.tell_user_rights() returns trigger language plpgsql
security definer set search_path = pg_catalog, pg_temp as $$
declare
  now_so json;
begin
  if tg_op = 'UPDATE' then
    now_so := json_build_object('role', new.role, 'is_active', new.is_active);
  end if;
  perform selfdb.tell_rights('user', old.id::text, now_so);
  return null;
end
$$;

create function selfdb.tell_session_rights() returns trigger language plpgsql
security definer set search_path = pg_catalog, pg_temp as $$
declare
  now_so json;
begin
  if tg_op = 'UPDATE' then
    now_so := json_build_object('revoked_at', new.revoked_at, 'expires_at', new.expires_at);
  end if;
  perform selfdb.tell_rights('session', old.id::text, now_so);
  return null;
end
$$;

create trigger tell_table_rights after update on selfdb.tables for each row
  when ((old.relid, old.told_name, old.owner_id, old.access, old.realtime_enabled)
    is distinct from (new.relid, new.told_name, new.owner_id, new.access, new.realtime_enabled))
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

-- A role that could attach these triggers to a table of its own could make up changes of rights.
revoke execute on function selfdb.tell_rights(text, text, json), selfdb.tell_table_rights(),
  selfdb.tell_user_rights(), selfdb.tell_session_rights(), selfdb.note_table_name() from public;

-- A feed that has read the log of a schema before this one tells its listeners one gap here.
select selfdb.tell_rights('start', '', null);
