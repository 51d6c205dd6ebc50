-- What the change feed reads from the log: the rows of tables that are realtime_enabled, and what rights hang on. Where
-- the log is not kept for that (wal_level), a publication does no harm. Generated columns are published since 18 only.
-- Publications belong to the database and outlive a schema `selfdb` that was dropped.
drop publication if exists selfdb_realtime, selfdb_rights;

do $$
begin
  execute 'create publication selfdb_realtime with (publish_via_partition_root = true'
    || case when current_setting('server_version_num')::int >= 180000
         then ', publish_generated_columns = stored)' else ')' end;
end
$$;

create publication selfdb_rights
  for table selfdb.users (id, role, is_active), selfdb.sessions (id, user_id, revoked_at, expires_at)
  with (publish = 'update, delete');

-- Publishes a table, with its old rows whole, or no longer, in the transaction that flips the flag, whoever flips it.
create function selfdb.follow_realtime_flag() returns trigger language plpgsql as $$
declare
  class pg_class;
  part regclass;
  listed boolean;
begin
  select * into class from pg_class where oid = new.relid;
  if not found then
    return null;
  end if;
  if new.realtime_enabled then
    perform selfdb.require_publishable(class);
  end if;
  select exists (
    select from pg_publication_rel r join pg_publication p on p.oid = r.prpubid
    where p.pubname = 'selfdb_realtime' and r.prrelid = new.relid) into listed;
  if listed is distinct from new.realtime_enabled then
    execute format('alter publication selfdb_realtime %s table %s',
      case when new.realtime_enabled then 'add' else 'drop' end, new.relid);
  end if;
  for part in select new.relid union select relid from pg_partition_tree(new.relid) loop
    execute format('alter table %s replica identity %s',
      part, case when new.realtime_enabled then 'full' else 'default' end);
  end loop;
  return null;
end
$$;

create function selfdb.require_publishable(class pg_class) returns void language plpgsql as $$
begin
  if not pg_has_role(class.relowner, 'usage') then
    raise exception 'Realtime is not possible: the table "%" belongs to the database role "%". Give it to "%" first.',
      class.relname, pg_get_userbyid(class.relowner), current_user using errcode = 'SD409';
  end if;
  if class.relpersistence <> 'p' then
    raise exception 'Realtime is not possible: the table "%" is not in the log. Make it LOGGED first.',
      class.relname using errcode = 'SD409';
  end if;
end
$$;

create trigger follow_realtime_on_insert after insert on selfdb.tables
  for each row when (new.realtime_enabled) execute function selfdb.follow_realtime_flag();

create trigger follow_realtime_on_update after update of realtime_enabled on selfdb.tables
  for each row when (old.realtime_enabled <> new.realtime_enabled) execute function selfdb.follow_realtime_flag();

-- A message in the log, in its place among the changes, and no publication: what a regclass prints is a name, which may
-- be another's by the time it is read. Values are written as a publication writes them.
create function selfdb.tell_table_rights() returns trigger language plpgsql as $$
declare
  now_so json;
begin
  if tg_op = 'UPDATE' then
    now_so := json_build_object(
      'id', new.id::text,
      'relid', new.relid::oid::text,
      'name', (select relname from pg_class where oid = new.relid),
      'owner_id', new.owner_id::text,
      'public', left(new.public::text, 1),
      'realtime_enabled', left(new.realtime_enabled::text, 1));
  end if;
  perform pg_logical_emit_message(true, 'selfdb.rights',
    json_build_object('of', 'table', 'id', old.relid::oid::text, 'now', now_so)::text);
  return null;
end
$$;

create trigger tell_table_rights after update or delete on selfdb.tables
  for each row execute function selfdb.tell_table_rights();
