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
