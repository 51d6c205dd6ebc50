-- Tables that are published to the change feed without `realtime_enabled`, because a trigger of a function or a webhook needs their
-- changes. Clients may listen only to those that are `realtime_enabled`. The functions below are those of 0011 and 0019, which now
-- decide by `is_published`.
alter table selfdb.tables add column has_triggers boolean not null default false;
alter table selfdb.tables
  add column is_published boolean not null generated always as (realtime_enabled or has_triggers) stored;

create or replace function selfdb.unpublish(root regclass) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  part regclass;
begin
  for part in
    with recursive tree(oid) as (
      select root::oid union select i.inhrelid from pg_inherits i join tree on i.inhparent = tree.oid)
    select r.prrelid from pg_publication_rel r join pg_publication p on p.oid = r.prpubid join tree on tree.oid = r.prrelid
    where p.pubname = 'selfdb_realtime'
      and not exists (select from selfdb.tables t where t.relid = r.prrelid and t.relid <> root and t.is_published)
  loop
    execute format('alter publication selfdb_realtime drop table only %s', part);
  end loop;
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
    where t.is_published
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

create or replace function selfdb.published_above(relation oid) returns oid
language sql stable set search_path = pg_catalog, pg_temp as $$
  select t.relid from pg_partition_ancestors(relation) a join selfdb.tables t on t.relid = a.relid
  where a.relid <> relation and t.is_published limit 1
$$;

create or replace function selfdb.end_partitions_realtime() returns void
language sql volatile set search_path = pg_catalog, pg_temp as $$
  update selfdb.tables t set realtime_enabled = false, has_triggers = false, version = t.version + 1
  where t.is_published and selfdb.published_above(t.relid) is not null
$$;

-- Refuses unless the changes of a table and its partitions can be published as those of this table.
create function selfdb.require_published(relid oid) returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  above oid := selfdb.published_above(relid);
  part pg_class;
begin
  if above is not null then
    raise exception 'Realtime is not possible: the table "%" is a partition of "%", whose listeners are told of its changes.',
      (select c.relname from pg_class c where c.oid = $1), (select c.relname from pg_class c where c.oid = above)
      using errcode = 'SD409';
  end if;
  for part in select * from selfdb.published_parts(relid) loop
    perform selfdb.require_publishable(part);
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
  if new.is_published then
    perform selfdb.require_published(new.relid);
    perform selfdb.end_partitions_realtime();
  end if;
  if not new.is_published then
    perform selfdb.unpublish(new.relid);
  elsif not exists (
    select from pg_publication_rel r join pg_publication p on p.oid = r.prpubid
    where p.pubname = 'selfdb_realtime' and r.prrelid = new.relid)
  then
    execute format('alter publication selfdb_realtime add table only %s', new.relid);
  end if;
  for part in select * from selfdb.published_parts(new.relid) loop
    perform selfdb.set_replica_identity(
      part.oid, case when new.is_published then selfdb.replica_identity_for(part.oid) else 'd' end);
  end loop;
  delete from selfdb.published_partitions p where p.relid = new.relid or not exists (select from pg_class c where c.oid = p.relid);
  if new.is_published then
    perform selfdb.note_partitions(new.relid, selfdb.partition_stamp(new.relid));
    perform selfdb.tell_rights('snapshot', pg_current_snapshot()::text, null);
  end if;
  return null;
end
$$;

drop trigger follow_realtime_on_insert on selfdb.tables;
drop trigger follow_realtime_on_update on selfdb.tables;

create trigger follow_realtime_on_insert after insert on selfdb.tables
  for each row when (new.is_published) execute function selfdb.follow_realtime_flag();

create trigger follow_realtime_on_update after update on selfdb.tables
  for each row when (old.is_published <> new.is_published) execute function selfdb.follow_realtime_flag();

create or replace function selfdb.present_columns(only_relid oid default null) returns setof selfdb.published_columns
language sql stable set search_path = pg_catalog, pg_temp as $$
  select c.oid, coalesce(bit_xor(hash_record_extended(
    row(a.attnum, a.attname, a.atttypid, a.atttypmod, a.attcollation, a.attgenerated, d.oid), 0))
    filter (where a.attnum > 0 and not a.attisdropped), 0)
  from selfdb.tables t
    join pg_class c on c.oid = t.relid
    left join pg_attribute a on a.attrelid = c.oid
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum and a.attgenerated <> ''
  where t.is_published and (only_relid is null or c.oid = only_relid)
  group by c.oid
$$;

create or replace function selfdb.follow_columns_of_entry() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'UPDATE' and old.is_published and old.relid = new.relid then
    perform selfdb.follow_columns(new.relid);
  else
    delete from selfdb.published_columns p where not exists (select from pg_class c where c.oid = p.relid);
    perform selfdb.note_columns(c.relid, c.stamp) from selfdb.present_columns(new.relid) c;
  end if;
  return null;
end
$$;

drop trigger follow_columns on selfdb.tables;

create trigger follow_columns after insert or update on selfdb.tables
  for each row when (new.is_published) execute function selfdb.follow_columns_of_entry();

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
    where t.is_published and c.relreplident <> needed.identity and pg_has_role(c.relowner, 'usage')
  loop
    begin
      if found.identity = 'n' then
        update selfdb.tables set realtime_enabled = false, has_triggers = false, version = version + 1
          where id = found.id and is_published;
      else
        perform selfdb.set_replica_identity(found.relid, found.identity);
      end if;
    exception when lock_not_available or undefined_table or object_in_use then
      null;
    end;
  end loop;
  perform selfdb.follow_columns();
  perform selfdb.follow_partitions();
end
$$;
