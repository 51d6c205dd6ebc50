-- Rows and bytes of a table are those of its tree: of itself and of what inherits from it, which partitions do too.
-- A partitioned table has neither of its own, but statistics that are those of its partitions once more.

-- Rows of a table without looking at them. What neither ANALYZE nor the counters know of, after a crash or right after
-- a large insert, is estimated as the planner does it: pages by the width of the columns. That takes a lock for a
-- moment; a table that is held locked is not waited for.
create or replace function selfdb.estimated_row_count(relid regclass)
returns bigint language plpgsql stable set search_path = pg_catalog, pg_temp set lock_timeout = '1ms' as $$
declare
  part record;
  total double precision := 0;
  header_bytes constant int := 28;
  width_of_varying constant int := 32;
begin
  for part in
    with recursive tree(oid) as (
      select relid::oid union select i.inhrelid from pg_inherits i join tree on i.inhparent = tree.oid)
    select c.oid, greatest(c.reltuples, pg_stat_get_live_tuples(c.oid), 0) as known,
      c.relkind = 'r' and c.relpages = 0 and pg_stat_get_tuples_inserted(c.oid) = 0 as is_unknown
    from tree join pg_class c using (oid) where c.relkind <> 'p'
  loop
    total := total + part.known;
    continue when not part.is_unknown;
    begin
      total := total + coalesce((
        select floor(pg_relation_size(part.oid)
          / (header_bytes + sum(case when a.attlen > 0 then a.attlen else width_of_varying end)))
        from pg_attribute a where a.attrelid = part.oid and a.attnum > 0 and not a.attisdropped), 0);
    exception
      when lock_not_available then null;
    end;
  end loop;
  return total::bigint;
end
$$;
