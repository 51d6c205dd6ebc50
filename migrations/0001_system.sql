-- Two schemas. `selfdb` is the system's alone. `selfdb_api` holds what statements on users' tables may use of it: they run as a
-- role that has no rights on `selfdb` (0007_sql.sql).
--
-- A function that runs with the system's rights (security definer) sets its search path, because that role can make operators
-- and tables that would be found first. `pg_temp` stands last, or temporary tables would be found first.
--
-- `selfdb_api` outlives `drop schema selfdb`, because triggers of users' tables call a function in it. Hence `or replace`.
create schema if not exists selfdb_api;

create table selfdb.instance (
  singleton      boolean primary key default true check (singleton),
  first_login_at timestamptz,
  -- The role of statements on users' tables; null where the system has one role for everything.
  sql_role       name,
  -- The setting PRIVATE_MEANS, which SQL has no other way to know.
  private_means  text not null default 'owner' check (private_means in ('users', 'owner'))
);

insert into selfdb.instance default values;

-- Raises an error of SelfDB from inside a query, so that a whole batch is refused. The states SD401, SD403, SD404, SD409 and
-- SD422 mean the HTTP status of that number. SD412 means that what a worker has cached is out of date.
create function selfdb.refuse(state text, message text) returns text language plpgsql as $$
begin
  raise exception '%', message using errcode = state;
end
$$;

create or replace function selfdb_api.refuse(state text, message text) returns text language plpgsql as $$
begin
  raise exception '%', message using errcode = state;
end
$$;

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
