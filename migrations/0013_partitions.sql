-- A table and its partitions at all levels, from the catalog alone. `pg_partition_tree` waits for locks on the table, so that one
-- that another session had locked made SQL on other tables fail.
create function selfdb.partition_tree(root oid) returns setof oid
language sql stable set search_path = pg_catalog, pg_temp as $$
  with recursive tree(oid) as (
    select root
    union
    select i.inhrelid from pg_inherits i join tree on i.inhparent = tree.oid join pg_class c on c.oid = i.inhrelid
    where c.relispartition)
  select oid from tree
$$;

create or replace function selfdb.published_parts(root oid) returns setof pg_class
language sql stable set search_path = pg_catalog, pg_temp as $$
  select c.* from pg_class c where c.oid in (select selfdb.partition_tree(root)) and c.relkind in ('r', 'p')
$$;

create or replace function selfdb.partition_stamp(root oid) returns bigint
language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce(bit_xor(hashint8extended(c.oid::bigint, c.relfilenode::bigint)), 0)
  from pg_class c where c.oid in (select selfdb.partition_tree(root)) and c.relkind <> 'p'
$$;
