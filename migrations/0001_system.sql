-- The system alone uses the schema `selfdb`. Statements on users' tables run as the SQL role (0007_sql.sql), which has no
-- rights on it. They may use what `selfdb_api` contains.
--
-- A function that runs with the system's rights (security definer) sets its search path. Otherwise the SQL role could create
-- operators and tables that Postgres finds first. `pg_temp` stands last, because Postgres otherwise searches it first.
--
-- `selfdb_api` outlives `drop schema selfdb`, because triggers of users' tables call one of its functions. Hence `or replace`.
create schema if not exists selfdb_api;

create table selfdb.instance (
  singleton      boolean primary key default true check (singleton),
  first_login_at timestamptz,
  -- The SQL role. Null if the system uses one role for everything.
  sql_role       name,
  -- A copy of the setting PRIVATE_MEANS, which SQL can't read.
  private_means  text not null default 'owner' check (private_means in ('users', 'owner'))
);

insert into selfdb.instance default values;

-- Raises a SelfDB error inside a query, so that the whole batch fails. The states SD401, SD403, SD404, SD409 and SD422 stand
-- for the HTTP status with that number. SD412 means that a worker's cached description is out of date.
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

-- Sorts names as people expect: by Unicode's collation algorithm or, without ICU or UTF-8, by the database's own collation
-- (docs/decisions/0023-sorting-text.md).
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
