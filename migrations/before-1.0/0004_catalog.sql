-- Raises an error of ours from inside a query, so that a whole batch is refused. States: SD401, SD403, SD404,
-- SD409 as the HTTP status says, SD412 when what a worker has cached is no longer so.
create function selfdb.refuse(state text, message text) returns text language plpgsql as $$
begin
  raise exception '%', message using errcode = state;
end
$$;

-- Rows of a table: counted when that is cheap, else what the statistics say. A table that somebody holds locked is
-- not waited for: one open ALTER TABLE would stop every list of tables.
create function selfdb.row_count(relid regclass) returns bigint language plpgsql stable set lock_timeout = '100ms' as $$
declare
  counted bigint;
begin
  if pg_relation_size(relid) <= 4 * 1024 * 1024 then
    execute format('select count(*) from %s', relid) into counted;
    return counted;
  end if;
  return selfdb.estimated_row_count(relid);
exception
  when lock_not_available or undefined_table then return selfdb.estimated_row_count(relid);
end
$$;

create function selfdb.estimated_row_count(relid regclass) returns bigint language sql stable as $$
  select greatest(c.reltuples, pg_stat_get_live_tuples(c.oid), 0)::bigint from pg_class c where c.oid = relid
$$;

-- The columns of a table as Postgres knows them now, in order.
create function selfdb.describe_columns(relid regclass, with_defaults boolean default true)
returns json language sql stable as $$
  select coalesce(json_agg(json_build_object(
    'name', a.attname,
    'type', format_type(a.atttypid, a.atttypmod),
    'cast', format_type(a.atttypid, null),
    'category', t.typcategory,
    'nullable', not a.attnotnull,
    'default', case when with_defaults and a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end,
    'generated', a.attgenerated <> '' or a.attidentity = 'a',
    'identity', a.attidentity <> '',
    'primary_key', coalesce(a.attnum = any(pk.conkey), false),
    'unique', exists (
      select from pg_index i
      where i.indrelid = a.attrelid and i.indisunique and i.indisvalid and i.indimmediate
        and i.indnkeyatts = 1 and i.indkey[0] = a.attnum and i.indpred is null),
    'references', (
      select json_build_object(
        'table', f.confrelid::regclass::text,
        'column', target.attname,
        'on_delete', case f.confdeltype
          when 'r' then 'restrict' when 'c' then 'cascade' when 'n' then 'set null' when 'd' then 'set default'
          else 'no action' end)
      from pg_constraint f
      join pg_attribute target on target.attrelid = f.confrelid and target.attnum = f.confkey[1]
      where f.conrelid = a.attrelid and f.contype = 'f' and f.conkey = array[a.attnum]
      order by f.oid limit 1)
  ) order by a.attnum), '[]')
  from pg_attribute a
  join pg_type t on t.oid = a.atttypid
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  left join pg_constraint pk on pk.conrelid = a.attrelid and pk.contype = 'p'
  where a.attrelid = relid and a.attnum > 0 and not a.attisdropped
$$;

-- The same for showing: of a table that somebody holds locked, the defaults are left out rather than waited for.
create function selfdb.show_columns(relid regclass) returns json language plpgsql stable set lock_timeout = '100ms' as $$
begin
  return selfdb.describe_columns(relid);
exception
  when lock_not_available then return selfdb.describe_columns(relid, false);
end
$$;
