-- The log reports that a table's columns changed only with the next change of a row, while its rows look different at once. For
-- each table with realtime, this is the state of its columns that listeners were last informed of.
create table selfdb.published_columns (
  relid oid primary key,
  stamp bigint not null
);

-- The columns of one table, or of all tables with realtime, as they are. A stamp changes when a column is added, dropped, renamed,
-- gets another type or is generated otherwise; not with defaults, constraints or indexes. `set expression` creates the entry of
-- the expression anew.
create function selfdb.present_columns(only_relid oid default null) returns setof selfdb.published_columns
language sql stable set search_path = pg_catalog, pg_temp as $$
  select c.oid, coalesce(bit_xor(hash_record_extended(
    row(a.attnum, a.attname, a.atttypid, a.atttypmod, a.attcollation, a.attgenerated, d.oid), 0))
    filter (where a.attnum > 0 and not a.attisdropped), 0)
  from selfdb.tables t
    join pg_class c on c.oid = t.relid
    left join pg_attribute a on a.attrelid = c.oid
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum and a.attgenerated <> ''
  where t.realtime_enabled and (only_relid is null or c.oid = only_relid)
  group by c.oid
$$;

-- The columns as the log describes them before the next change, so that the feed recognises them then.
create function selfdb.logged_columns(relation oid) returns json
language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce(json_agg(json_build_array(a.attname, a.atttypid::bigint, a.atttypmod) order by a.attnum), '[]')
  from pg_attribute a
  where a.attrelid = relation and a.attnum > 0 and not a.attisdropped and a.attgenerated in ('', 's')
$$;

create function selfdb.note_columns(relid oid, stamp bigint) returns void
language sql volatile set search_path = pg_catalog, pg_temp as $$
  insert into selfdb.published_columns as p (relid, stamp) values ($1, $2)
  on conflict (relid) do update set stamp = excluded.stamp where p.stamp <> excluded.stamp
$$;

-- Records the columns of all tables with realtime as they are, without a report.
create function selfdb.note_all_columns() returns void
language sql volatile set search_path = pg_catalog, pg_temp as $$
  delete from selfdb.published_columns;
  insert into selfdb.published_columns select * from selfdb.present_columns()
$$;

-- Reports changes to the columns of one table, or of all tables with realtime, since the last report. The first transaction that
-- sees a change reports it. If another transaction keeps it from recording that, the next one reports the change again: twice is
-- better than never.
create function selfdb.follow_columns(only_relid oid default null) returns void
language plpgsql set search_path = pg_catalog, pg_temp set lock_timeout = '100ms' as $$
declare
  found record;
begin
  for found in
    select c.* from selfdb.present_columns(only_relid) c left join selfdb.published_columns p using (relid)
    where c.stamp is distinct from p.stamp
  loop
    perform selfdb.tell_rights('columns', found.relid::text, selfdb.logged_columns(found.relid));
    begin
      perform selfdb.note_columns(found.relid, found.stamp);
    exception when lock_not_available or serialization_failure then
      null;
    end;
  end loop;
end
$$;

-- The API updates the registry in the transaction that changes the columns, so the report has its position among the changes.
create function selfdb.follow_columns_of_entry() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_op = 'UPDATE' and old.realtime_enabled and old.relid = new.relid then
    perform selfdb.follow_columns(new.relid);
  else
    delete from selfdb.published_columns p where not exists (select from pg_class c where c.oid = p.relid);
    perform selfdb.note_columns(c.relid, c.stamp) from selfdb.present_columns(new.relid) c;
  end if;
  return null;
end
$$;

revoke execute on function selfdb.follow_columns_of_entry() from public;

create trigger follow_columns after insert or update on selfdb.tables
  for each row when (new.realtime_enabled) execute function selfdb.follow_columns_of_entry();

-- As before, and reports columns too.
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
  perform selfdb.follow_columns();
  perform selfdb.follow_partitions();
end
$$;

select selfdb.note_all_columns();
