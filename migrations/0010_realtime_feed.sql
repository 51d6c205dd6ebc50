-- What the change feed reads from the write-ahead log: the rows of tables with `realtime_enabled`, and changes that affect
-- rights.

-- The history that the change feed belongs to. Its cursors start with the epoch. The feed writes the row whenever it connects.
create table selfdb.change_feed (
  id boolean primary key default true check (id),
  epoch text not null
);

-- A position in the feed after everything that is committed by now. Null if there was never a feed. The flush position is
-- enough: a commit is flushed before its caller gets an answer, and the feed reads only what is flushed.
create function selfdb.feed_cursor() returns text language sql volatile parallel safe as $$
  select epoch || ':' || upper(lpad(split_part(lsn, '/', 1), 8, '0') || lpad(split_part(lsn, '/', 2), 8, '0')) || ':00000000'
  from selfdb.change_feed, cast(pg_current_wal_flush_lsn() as text) lsn
$$;

create or replace function selfdb_api.feed_cursor() returns text
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$ select selfdb.feed_cursor() $$;

-- A publication belongs to the database, so it outlives `drop schema selfdb`. Without logical replication (wal_level), it does
-- no harm. Before Postgres 18, generated columns can't be published.
drop publication if exists selfdb_realtime;

do $$
begin
  execute 'create publication selfdb_realtime with (publish_via_partition_root = true'
    || case when current_setting('server_version_num')::int >= 180000
         then ', publish_generated_columns = stored)' else ')' end;
end
$$;

-- A change of rights is a row in the log, in commit order, with the rights after the change. It is not a logical message,
-- because any session may write those, while only the system's triggers may write here. A trigger inserts a row and deletes it
-- again, so the log contains the row and the table stays empty.
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

-- Records the table's name, because after a rename, a listener by name listens to another table. The name is null if the table
-- is not in the schema public.
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

-- Sends the oid, because a regclass prints as a name, and by the time it is read, another table may have that name. If a
-- registry entry now refers to another table, the feed reports the former one as gone.
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

-- A role that could attach these trigger functions to its own table could forge changes of rights.
revoke execute on function selfdb.tell_rights(text, text, json), selfdb.tell_table_rights(),
  selfdb.tell_user_rights(), selfdb.tell_session_rights(), selfdb.note_table_name() from public;

-- A feed that was reading the log of an earlier schema `selfdb` reports one gap to its listeners here.
select selfdb.tell_rights('start', '', null);
