-- As in 0004, and with each column: whether it alone is the primary key, by which Postgres groups whole rows, and the
-- check constraints that look at it, because an error names only the constraint.
create or replace function selfdb.describe_columns(relid regclass, with_defaults boolean default true)
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
    'sole_key', coalesce(pk.conkey = array[a.attnum] and not pk.condeferrable, false),
    'unique', exists (
      select from pg_index i
      where i.indrelid = a.attrelid and i.indisunique and i.indisvalid and i.indimmediate
        and i.indnkeyatts = 1 and i.indkey[0] = a.attnum and i.indpred is null),
    'checks', (
      select coalesce(json_agg(c.conname order by c.conname), '[]') from pg_constraint c
      where c.conrelid = a.attrelid and c.contype = 'c' and a.attnum = any(c.conkey)),
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
