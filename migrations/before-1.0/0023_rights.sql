-- A replay needs no history of rights (decision 15), so the log has the rights as they are after a change, and no longer as they
-- were before.
drop table selfdb.rights_changes;
drop function selfdb.tell_rights(text, text, json, json);

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

create or replace function selfdb.tell_table_rights() returns trigger language plpgsql
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

create or replace function selfdb.tell_user_rights() returns trigger language plpgsql
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

create or replace function selfdb.tell_session_rights() returns trigger language plpgsql
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

create or replace function selfdb.follow_partitions() returns void
language plpgsql set search_path = pg_catalog, pg_temp set lock_timeout = '100ms' as $$
declare
  found record;
begin
  for found in
    select c.oid as relid, selfdb.partition_stamp(c.oid) as stamp
    from selfdb.tables t join pg_class c on c.oid = t.relid and c.relkind = 'p'
    where t.realtime_enabled
  loop
    continue when found.stamp = (select p.stamp from selfdb.published_partitions p where p.relid = found.relid);
    perform selfdb.tell_rights('partitions', found.relid::text, null);
    begin
      perform selfdb.note_partitions(found.relid, found.stamp);
    exception when lock_not_available or serialization_failure then
      null;
    end;
  end loop;
end
$$;

create or replace function selfdb.follow_realtime_flag() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  part pg_class;
begin
  if not exists (select from pg_class where oid = new.relid) then
    return null;
  end if;
  if new.realtime_enabled then
    if selfdb.published_above(new.relid) is not null then
      raise exception 'Realtime is not possible: the table "%" is a partition of "%", whose listeners are told of its changes.',
        (select relname from pg_class where oid = new.relid),
        (select relname from pg_class where oid = selfdb.published_above(new.relid)) using errcode = 'SD409';
    end if;
    for part in select * from selfdb.published_parts(new.relid) loop
      perform selfdb.require_publishable(part);
    end loop;
    perform selfdb.end_partitions_realtime();
  end if;
  if not new.realtime_enabled then
    perform selfdb.unpublish(new.relid);
  elsif not exists (
    select from pg_publication_rel r join pg_publication p on p.oid = r.prpubid
    where p.pubname = 'selfdb_realtime' and r.prrelid = new.relid)
  then
    execute format('alter publication selfdb_realtime add table only %s', new.relid);
  end if;
  for part in select * from selfdb.published_parts(new.relid) loop
    perform selfdb.set_replica_identity(
      part.oid, case when new.realtime_enabled then selfdb.replica_identity_for(part.oid) else 'd' end);
  end loop;
  delete from selfdb.published_partitions p where p.relid = new.relid or not exists (select from pg_class c where c.oid = p.relid);
  if new.realtime_enabled then
    perform selfdb.note_partitions(new.relid, selfdb.partition_stamp(new.relid));
    perform selfdb.tell_rights('snapshot', pg_current_snapshot()::text, null);
  end if;
  return null;
end
$$;

revoke execute on function selfdb.tell_rights(text, text, json) from public;
