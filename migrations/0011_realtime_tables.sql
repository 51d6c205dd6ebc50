-- Which tables are published to the change feed, and the functions that keep the publication correct when SQL changes them.

-- The replica identity that a published table needs: `f` logs whole rows, and `d` logs only the primary key, if a virtual
-- generated column keeps Postgres from logging whole rows. `n` means that none would work. This includes tables from which
-- others inherit, because the log reports a child's rows under the child's name, not the parent's.
--
-- Each partition decides what is logged. The identity of the partitioned table only says which columns are the key, so that the
-- feed can recognise a partition that logs only the key.
create function selfdb.replica_identity_for(relid oid) returns "char"
language sql stable set search_path = pg_catalog, pg_temp as $$
  select cast(case
    when has.children then 'n'
    when not has.virtuals and not (has.parts and has.key) then 'f'
    when has.key then 'd'
    else 'n' end as "char")
  from (select
    exists (select from pg_attribute a where a.attrelid = relid and a.attgenerated = 'v' and not a.attisdropped) as virtuals,
    exists (
      select from pg_index i where i.indrelid = relid and i.indisprimary and i.indisvalid and i.indimmediate) as key,
    exists (select from pg_class c where c.oid = relid and c.relkind = 'p') as parts,
    exists (
      select from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = relid and not c.relispartition) as children) has
$$;

-- A table and its partitions, without foreign tables.
create function selfdb.published_parts(root oid) returns setof pg_class
language sql stable set search_path = pg_catalog, pg_temp as $$
  select c.* from pg_class c
  where c.oid in (select root union select p.relid from pg_partition_tree(root) p) and c.relkind in ('r', 'p')
$$;

create function selfdb.set_replica_identity(relid oid, identity "char") returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  execute format('alter table %s replica identity %s', relid::regclass, case identity when 'f' then 'full' else 'default' end);
end
$$;

create function selfdb.require_publishable(class pg_class) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if not pg_has_role(class.relowner, 'usage') then
    raise exception 'Realtime is not possible: the table "%" belongs to the database role "%". Give it to "%" first.',
      class.relname, pg_get_userbyid(class.relowner), current_user using errcode = 'SD409';
  end if;
  if class.relpersistence <> 'p' then
    raise exception 'Realtime is not possible: the table "%" is not in the log. Make it LOGGED first.',
      class.relname using errcode = 'SD409';
  end if;
  if class.relkind = 'r' and exists (select from pg_inherits where inhparent = class.oid) then
    raise exception 'Realtime is not possible: other tables inherit from the table "%". Enable it for those, or use partitions.',
      class.relname using errcode = 'SD409';
  end if;
  if selfdb.replica_identity_for(class.oid) = 'n' then
    raise exception 'Realtime is not possible: the table "%" has a virtual generated column and no primary key that is checked at once. Give it one, or make the column STORED.',
      class.relname using errcode = 'SD409';
  end if;
end
$$;

-- Removes a table from the publication, and with it the tables that inherit from it, unless they have realtime enabled
-- themselves.
create function selfdb.unpublish(root regclass) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  part regclass;
begin
  for part in
    with recursive tree(oid) as (
      select root::oid union select i.inhrelid from pg_inherits i join tree on i.inhparent = tree.oid)
    select r.prrelid from pg_publication_rel r join pg_publication p on p.oid = r.prpubid join tree on tree.oid = r.prrelid
    where p.pubname = 'selfdb_realtime'
      and not exists (select from selfdb.tables t where t.relid = r.prrelid and t.relid <> root and t.realtime_enabled)
  loop
    execute format('alter publication selfdb_realtime drop table only %s', part);
  end loop;
end
$$;

-- The log doesn't report that rows of a partitioned table appeared or disappeared with a partition. For each published table,
-- this is the state of its partitions that the feed was last informed of.
create table selfdb.published_partitions (
  relid oid primary key,
  stamp bigint not null
);

-- Changes when a partition at any level is attached, detached, dropped, truncated or rewritten.
create function selfdb.partition_stamp(root oid) returns bigint
language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce(bit_xor(hashint8extended(c.oid::bigint, c.relfilenode::bigint)), 0)
  from pg_partition_tree(root) p join pg_class c on c.oid = p.relid where p.isleaf
$$;

create function selfdb.note_partitions(relid oid, stamp bigint) returns void
language sql volatile set search_path = pg_catalog, pg_temp as $$
  insert into selfdb.published_partitions as p (relid, stamp) values ($1, $2)
  on conflict (relid) do update set stamp = excluded.stamp where p.stamp <> excluded.stamp
$$;

-- Reports changes to the partitions of published tables since the last report. The first transaction that sees a change reports
-- it. If another transaction keeps it from recording that, the next one reports the change again: twice is better than never.
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
    perform selfdb.tell_rights('partitions', found.relid::text, null);
    begin
      perform selfdb.note_partitions(found.relid, found.stamp);
    exception when lock_not_available or serialization_failure then
      null;
    end;
  end loop;
end
$$;

-- The published table of which a table is a partition, if there is one.
create function selfdb.published_above(relation oid) returns oid
language sql stable set search_path = pg_catalog, pg_temp as $$
  select t.relid from pg_partition_ancestors(relation) a join selfdb.tables t on t.relid = a.relid
  where a.relid <> relation and t.realtime_enabled limit 1
$$;

-- Ends realtime for partitions of published tables, because the feed reports their changes as those of the table above.
create function selfdb.end_partitions_realtime() returns void
language sql volatile set search_path = pg_catalog, pg_temp as $$
  update selfdb.tables t set realtime_enabled = false, version = t.version + 1
  where t.realtime_enabled and selfdb.published_above(t.relid) is not null
$$;

-- Publishes or unpublishes a table in the transaction that changes the flag, no matter what changes it. Also reports that
-- transaction's snapshot, which the log does not contain.
create function selfdb.follow_realtime_flag() returns trigger
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

revoke execute on function selfdb.follow_realtime_flag() from public;

create trigger follow_realtime_on_insert after insert on selfdb.tables
  for each row when (new.realtime_enabled) execute function selfdb.follow_realtime_flag();

create trigger follow_realtime_on_update after update of realtime_enabled on selfdb.tables
  for each row when (old.realtime_enabled <> new.realtime_enabled) execute function selfdb.follow_realtime_flag();

-- Follows what SQL did to the columns and partitions of published tables. Each gets the replica identity that it needs now,
-- because Postgres would otherwise refuse its updates. If none would work, realtime ends, so that the table stays writable.
-- Every role may call this function, also between the statements of a transaction. It leaves tables that are in use to the next
-- call.
create function selfdb.follow_replica_identity() returns void
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

grant execute on function selfdb.follow_replica_identity() to public;

-- The SQL role calls this one, also between its statements.
create or replace function selfdb_api.follow_replica_identity() returns void
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$ select selfdb.follow_replica_identity() $$;

-- Follows what SQL did to tables without the API. Removes the entry of a dropped table, which informs its listeners, and
-- reports renamed tables. After an upgrade of the server to Postgres 18, the publication lacks stored generated columns, and
-- Postgres refuses updates of their tables. The function adds these columns.
create function selfdb.follow_catalog() returns void
language plpgsql set search_path = pg_catalog, pg_temp set lock_timeout = '100ms' as $$
declare
  lacks_generated boolean := false;
begin
  delete from selfdb.tables t where not exists (select from pg_class c where c.oid = t.relid);
  update selfdb.tables set relid = relid where id in (
    select t.id from selfdb.tables t join pg_class c on c.oid = t.relid
    where t.told_name is distinct from case when c.relnamespace = 'public'::regnamespace then c.relname end
    for update of t skip locked);
  if current_setting('server_version_num')::int >= 180000 then
    execute $query$select pubgencols <> 's' from pg_publication where pubname = 'selfdb_realtime'$query$
      into lacks_generated;
  end if;
  if lacks_generated then
    alter publication selfdb_realtime set (publish_generated_columns = stored);
  end if;
  perform selfdb.follow_replica_identity();
end
$$;
