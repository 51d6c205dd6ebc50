-- The history that the change feed is in, which is the beginning of its cursors. The feed writes it whenever it connects.
create table selfdb.change_feed (
  id boolean primary key default true check (id),
  epoch text not null
);

-- The place in the feed that everything committed by now is before; null where no feed has ever been. A commit that its
-- caller was told of is in the log up to here, and the feed gets no further than the log is written.
create function selfdb.feed_cursor() returns text language sql volatile parallel safe as $$
  select epoch || ':' || upper(lpad(split_part(lsn, '/', 1), 8, '0') || lpad(split_part(lsn, '/', 2), 8, '0')) || ':00000000'
  from selfdb.change_feed, cast(pg_current_wal_flush_lsn() as text) lsn
$$;

-- What SQL did to tables without the API: the entry of one that was dropped goes, which tells its listeners; a partition
-- that joined a published table, or a table that lost its replica identity, gets it, without which it can't be updated.
-- What is in use is left for the next time.
create function selfdb.follow_catalog() returns void language plpgsql set lock_timeout = '100ms' as $$
declare
  part regclass;
begin
  delete from selfdb.tables t where not exists (select from pg_class c where c.oid = t.relid);
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
