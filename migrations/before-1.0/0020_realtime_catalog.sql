-- What the log does not tell of by itself: that rows of a partitioned table came or went with its partitions, and what the
-- transaction that begins to publish a table has seen. Both are rows of selfdb.rights_changes, in their place in the log.

-- Of each published table with partitions, which they are and where their rows lie, as it was told last.
create table selfdb.published_partitions (
  relid oid primary key,
  stamp bigint not null
);

-- Another number after a partition was attached, detached, dropped or truncated, also below another one, or rewritten.
create function selfdb.partition_stamp(root oid) returns bigint
language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce(bit_xor(hashint8extended(c.oid::bigint, c.relfilenode::bigint)), 0)
  from pg_partition_tree(root) p join pg_class c on c.oid = p.relid where p.isleaf
$$;

-- Tells what befell the partitions of published tables since it was told last. It is told by whoever sees it first, and again
-- by the next one where another transaction keeps it from being noted: better twice than never.
create function selfdb.follow_partitions() returns void
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
    perform selfdb.tell_rights('partitions', found.relid::text, '{}', null);
    begin
      perform selfdb.note_partitions(found.relid, found.stamp);
    exception when lock_not_available or serialization_failure then
      null;
    end;
  end loop;
end
$$;

create function selfdb.note_partitions(relid oid, stamp bigint) returns void
language sql volatile set search_path = pg_catalog, pg_temp as $$
  insert into selfdb.published_partitions as p (relid, stamp) values ($1, $2)
  on conflict (relid) do update set stamp = excluded.stamp where p.stamp <> excluded.stamp
$$;

-- The published table, if any, of which a table is a partition.
create function selfdb.published_above(relation oid) returns oid
language sql stable set search_path = pg_catalog, pg_temp as $$
  select t.relid from pg_partition_ancestors(relation) a join selfdb.tables t on t.relid = a.relid
  where a.relid <> relation and t.realtime_enabled limit 1
$$;

-- Ends realtime for the partitions of published tables: their changes come as those of the table above.
create function selfdb.end_partitions_realtime() returns void
language sql volatile set search_path = pg_catalog, pg_temp as $$
  update selfdb.tables t set realtime_enabled = false, version = t.version + 1
  where t.realtime_enabled and selfdb.published_above(t.relid) is not null
$$;

-- The same as before, and notes the partitions.
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
    perform selfdb.tell_rights('snapshot', pg_current_snapshot()::text, '{}', null);
  end if;
  return null;
end
$$;

-- The same as before, and tells of partitions.
create or replace function selfdb.follow_replica_identity() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '100ms' as $$
declare
  found record;
begin
  begin
    perform selfdb.end_partitions_realtime();
  exception when lock_not_available or serialization_failure or object_in_use then
    null;
  end;
  for found in
    select t.id, c.oid as relid, needed.identity
    from selfdb.tables t
      cross join lateral selfdb.published_parts(t.relid) c
      cross join lateral (select selfdb.replica_identity_for(c.oid)) needed(identity)
    where t.realtime_enabled and c.relreplident <> needed.identity and pg_has_role(c.relowner, 'usage')
  loop
    begin
      if found.identity = 'n' then
        update selfdb.tables set realtime_enabled = false, version = version + 1 where id = found.id and realtime_enabled;
      else
        perform selfdb.set_replica_identity(found.relid, found.identity);
      end if;
    exception when lock_not_available or undefined_table or object_in_use then
      null;
    end;
  end loop;
  perform selfdb.follow_partitions();
end
$$;

insert into selfdb.published_partitions (relid, stamp)
select c.oid, selfdb.partition_stamp(c.oid)
from selfdb.tables t join pg_class c on c.oid = t.relid and c.relkind = 'p' where t.realtime_enabled;
