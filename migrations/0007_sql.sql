-- The SQL of administrators: its history, saved snippets, and the role that runs it.

-- `workers/api/src/sql/history/repository.ts` limits the length of `query` and `error`.
create table selfdb.sql_history (
  id                uuid primary key default uuidv7(),
  user_id           uuid not null references selfdb.users on delete cascade,
  query             text not null,
  read_only         boolean not null,
  success           boolean not null,
  error             text,
  row_count         bigint,
  execution_time_ms double precision not null,
  created_at        timestamptz not null default now()
);

create index sql_history_user on selfdb.sql_history (user_id, created_at desc);

create table selfdb.sql_snippets (
  id          uuid primary key default uuidv7(),
  owner_id    uuid not null references selfdb.users,
  name        text not null,
  sql_code    text not null,
  description text,
  is_shared   boolean not null default false,
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now()
);

create index sql_snippets_owner on selfdb.sql_snippets (owner_id);

-- Statements on users' tables and the SQL of administrators run as a separate login role, the SQL role (docs/sql-role.md). It
-- owns everything outside the system's schemas that it or the system's role created.

-- Makes the SQL role the owner of a relation, its partitions and its children, if the system's role owns them.
create function selfdb.give_relation(relation regclass) returns void language plpgsql volatile
set search_path = pg_catalog, pg_temp as $$
declare
  part regclass;
  sql_role name := (select i.sql_role from selfdb.instance i);
begin
  if sql_role is null then
    return;
  end if;
  for part in
    with recursive tree(oid) as (
      select relation::oid union select i.inhrelid from pg_inherits i join tree on tree.oid = i.inhparent)
    select c.oid from tree join pg_class c using (oid) where c.relowner = quote_ident(current_user)::regrole
  loop
    execute format('alter table %s owner to %I', part, sql_role);
  end loop;
end
$$;

-- Makes the SQL role the owner of everything outside the system's schemas that the system's role owns. Such objects were
-- created by a login as the system's role, or before the SQL role existed.
create function selfdb.give_objects() returns void language plpgsql volatile
set search_path = pg_catalog, pg_temp set lock_timeout = '1s' as $$
declare
  command text;
  sql_role name := (select i.sql_role from selfdb.instance i);
  me oid := quote_ident(current_user)::regrole;
begin
  if sql_role is null then
    return;
  end if;
  for command in
    with theirs as (
      select n.oid from pg_namespace n
      where n.nspname not in ('selfdb', 'selfdb_api', 'information_schema') and n.nspname !~ '^pg_'),
    objects(class, oid, schema, owner) as (
      select 'pg_namespace'::regclass, n.oid, n.oid, n.nspowner from pg_namespace n
      union all select 'pg_class'::regclass, c.oid, c.relnamespace, c.relowner from pg_class c
        where c.relkind in ('r', 'p', 'v', 'm', 'f', 'c', 'S') and not exists (
          select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i')
            and c.relkind = 'S')
      union all select 'pg_proc'::regclass, p.oid, p.pronamespace, p.proowner from pg_proc p
      union all select 'pg_type'::regclass, t.oid, t.typnamespace, t.typowner from pg_type t where t.typtype in ('d', 'e', 'r')
      union all select 'pg_collation'::regclass, l.oid, l.collnamespace, l.collowner from pg_collation l
      union all select 'pg_conversion'::regclass, v.oid, v.connamespace, v.conowner from pg_conversion v
      union all select 'pg_operator'::regclass, o.oid, o.oprnamespace, o.oprowner from pg_operator o
      union all select 'pg_opclass'::regclass, o.oid, o.opcnamespace, o.opcowner from pg_opclass o
      union all select 'pg_opfamily'::regclass, o.oid, o.opfnamespace, o.opfowner from pg_opfamily o
      union all select 'pg_statistic_ext'::regclass, x.oid, x.stxnamespace, x.stxowner from pg_statistic_ext x
      union all select 'pg_ts_config'::regclass, f.oid, f.cfgnamespace, f.cfgowner from pg_ts_config f
      union all select 'pg_ts_dict'::regclass, f.oid, f.dictnamespace, f.dictowner from pg_ts_dict f)
    select format('alter %s %s owner to %I',
      case named.type when 'composite type' then 'type' when 'statistics object' then 'statistics' else named.type end,
      named.identity, sql_role)
    from objects o join theirs on theirs.oid = o.schema, lateral pg_identify_object(o.class, o.oid, 0) named
    where o.owner = me and not exists (
      select from pg_depend d where d.classid = o.class and d.objid = o.oid and d.deptype = 'e')
  loop
    begin
      execute command;
    exception when others then
      -- In use, or of a schema that the SQL role may not use: at the next time. It must not keep the system from starting.
      raise warning 'could not run "%": %', command, sqlerrm;
    end;
  end loop;
end
$$;

-- Lets the SQL role use a table of the system's role as soon as it is created. `give_objects` changes the owner a little later.
create function selfdb.share_public(name name) returns void language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
  execute format('alter default privileges in schema public grant all on tables to %I', name);
  execute format('alter default privileges in schema public grant all on sequences to %I', name);
end
$$;

-- Ensures that the schema public exists, and that the SQL role owns it and everything that the system's role created outside
-- the system's schemas. SQL may have changed either.
create function selfdb.follow_sql_role() returns void language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  sql_role name := (select i.sql_role from selfdb.instance i);
begin
  if sql_role is not null then
    if to_regnamespace('public') is null then
      execute format('create schema public authorization %I', sql_role);
    end if;
    -- SQL may have made the schema anew, without what was granted in the one before.
    if not exists (select from pg_default_acl d where d.defaclnamespace = to_regnamespace('public')
      and d.defaclrole = quote_ident(current_user)::regrole)
    then
      perform selfdb.share_public(sql_role);
    end if;
    if (select n.nspowner from pg_namespace n where n.nspname = 'public') <> quote_ident(sql_role)::regrole then
      execute format('alter schema public owner to %I', sql_role);
    end if;
    perform selfdb.give_objects();
  end if;
end
$$;

-- Makes `name` the SQL role and grants its rights. The role must exist, and the system's role must be a member of it. This runs
-- at each start, and changes nothing if everything is in order.
create function selfdb.set_sql_role(name name) returns void language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
  update selfdb.instance set sql_role = name where sql_role is distinct from name;
  execute format('grant create, temporary, connect on database %I to %I', current_database(), name);
  execute format('grant usage on schema selfdb_api to %I', name);
  execute format('grant select on selfdb_api.users to %I', name);
  perform selfdb.follow_sql_role();
end
$$;
