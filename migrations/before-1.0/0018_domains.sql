-- As in 0014, and of a column whose type is a domain: the domain's default, which a column without one of its own takes; whether
-- it, or one under it, allows no null; and a stamp, another one after each change of the domain.
create or replace function selfdb.describe_columns(relid regclass, with_defaults boolean default true)
returns json language sql stable set search_path = public, selfdb_api, pg_temp
begin atomic
  select coalesce(json_agg(json_build_object(
    'name', a.attname,
    'type', format_type(a.atttypid, a.atttypmod),
    'cast', format_type(a.atttypid, null),
    'category', t.typcategory,
    'base', case when t.typtype = 'd' or t.typcategory = 'A' then (
      with recursive under(depth, type, typmod, suffix, in_domain) as (
        select 0, t.oid, a.atttypmod, ''::text, false
        union all
        select depth + 1,
          case x.typtype when 'd' then x.typbasetype else x.typelem end,
          case x.typtype when 'd' then x.typtypmod else typmod end,
          case x.typtype when 'd' then suffix else suffix || '[]' end,
          in_domain or x.typtype = 'd'
        from under join pg_type x on x.oid = type and (x.typtype = 'd' or x.typcategory = 'A'))
      select format_type(type, typmod) || suffix from under where in_domain order by depth desc limit 1) end,
    'nullable', not a.attnotnull,
    'default', case when with_defaults and a.attgenerated = '' then pg_get_expr(d.adbin, 0) end,
    'generated', a.attgenerated <> '' or a.attidentity = 'a',
    'identity', a.attidentity <> '',
    'domain', case when t.typtype = 'd' then json_build_object(
      'default', case when with_defaults then pg_get_expr(t.typdefaultbin, 0) end,
      'not_null', (
        with recursive up(typtype, typbasetype, typnotnull) as (
          select t.typtype, t.typbasetype, t.typnotnull
          union all
          select x.typtype, x.typbasetype, x.typnotnull
          from up join pg_type x on x.oid = up.typbasetype where up.typtype = 'd')
        select bool_or(typnotnull) from up),
      'stamp', t.xmin::text) end,
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
  where a.attrelid = relid and a.attnum > 0 and not a.attisdropped;
end;

-- As in 0012; defaults of domains are cut, too.
create or replace function selfdb.show_columns(relid regclass) returns json language plpgsql stable
set search_path = pg_catalog, pg_temp as $$
declare
  described json := selfdb.describe_columns(relid);
begin
  if octet_length(described::text) <= 64 * 1024 then return described; end if;
  return (
    select json_agg(
      col::jsonb
      || case when length(own) > 500 then jsonb_build_object('default', left(own, 500) || '…') else '{}' end
      || case when length(of_domain) > 500
        then jsonb_build_object('domain', (col::jsonb -> 'domain') || jsonb_build_object('default', left(of_domain, 500) || '…'))
        else '{}' end)
    from json_array_elements(described) col,
      lateral (select col ->> 'default' as own, col -> 'domain' ->> 'default' as of_domain) as defaults);
end
$$;
