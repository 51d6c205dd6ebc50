-- The order in which people look for names: that of Unicode's collation algorithm or, in a Postgres without ICU, the
-- database's own (docs/decisions/0023-sorting-text.md).
do $$
declare
  own text := (select datcollate from pg_database where datname = current_database());
begin
  if getdatabaseencoding() = 'UTF8' and exists (select from pg_collation where collname = 'und-x-icu') then
    create collation selfdb.by_language (provider = icu, locale = 'und');
  else
    execute format('create collation selfdb.by_language (provider = libc, locale = %L)', own);
  end if;
end
$$;
