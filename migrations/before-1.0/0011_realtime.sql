-- Changes of rights are rows in the log, not messages: any session may write a message, and only the system's triggers may
-- write here. A trigger inserts a row and deletes it again, so the log tells of it in its place and the table stays empty.
create table selfdb.rights_changes (
  sequence bigint generated always as identity primary key,
  kind     text not null,
  id       text not null,
  was      json,
  now      json
);

alter publication selfdb_realtime add table selfdb.rights_changes;

create or replace function selfdb.tell_rights(kind text, id text, was json, now_so json) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  told bigint;
begin
  insert into selfdb.rights_changes (kind, id, was, now)
  values (tell_rights.kind, tell_rights.id, tell_rights.was, now_so) returning sequence into told;
  delete from selfdb.rights_changes where sequence = told;
end
$$;

-- Whoever may attach these triggers to a table of their own could make up changes of rights.
alter function selfdb.tell_table_rights() security definer set search_path = pg_catalog, pg_temp;
alter function selfdb.tell_user_rights() security definer set search_path = pg_catalog, pg_temp;
alter function selfdb.tell_session_rights() security definer set search_path = pg_catalog, pg_temp;
alter function selfdb.note_table_name() security definer set search_path = pg_catalog, pg_temp;
revoke execute on function selfdb.tell_rights(text, text, json, json), selfdb.tell_table_rights(),
  selfdb.tell_user_rights(), selfdb.tell_session_rights(), selfdb.note_table_name() from public;

-- A feed that reads across this place has not read the messages before it: its listeners are told one gap.
select selfdb.tell_rights('start', '', null, null);

-- The replica identity that a published table needs: whole rows (f), the primary key alone (d) where a virtual generated
-- column keeps Postgres from logging whole rows, or none that would do (n): also of a table from which others inherit,
-- because the log tells of their rows as of theirs. What is logged is decided by each partition; that
-- of a partitioned table only says which columns are the key, so that a partition which logs no more can be told.
create function selfdb.replica_identity_for(relid oid) returns "char"
language sql stable set search_path = pg_catalog, pg_temp as $$
  select cast(case
    when has.children then 'n'
    when not has.virtuals and not (has.parts and has.key) then 'f'
    when has.key then 'd'
    else 'n' end as "char")
  from (select
    exists (select from pg_attribute a where a.attrelid = relid and a.attgenerated = 'v' and not a.attisdropped) as virtuals,
    exists (
      select from pg_index i where i.indrelid = relid and i.indisprimary and i.indisvalid and i.indimmediate) as key,
    exists (select from pg_class c where c.oid = relid and c.relkind = 'p') as parts,
    exists (
      select from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = relid and not c.relispartition) as children) has
$$;

-- A table and its partitions, as far as they hold rows or stand for those that do.
create function selfdb.published_parts(root oid) returns setof pg_class
language sql stable set search_path = pg_catalog, pg_temp as $$
  select c.* from pg_class c
  where c.oid in (select root union select p.relid from pg_partition_tree(root) p) and c.relkind in ('r', 'p')
$$;

create function selfdb.set_replica_identity(relid oid, identity "char") returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  execute format('alter table %s replica identity %s', relid::regclass, case identity when 'f' then 'full' else 'default' end);
end
$$;

create or replace function selfdb.require_publishable(class pg_class) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if not pg_has_role(class.relowner, 'usage') then
    raise exception 'Realtime is not possible: the table "%" belongs to the database role "%". Give it to "%" first.',
      class.relname, pg_get_userbyid(class.relowner), current_user using errcode = 'SD409';
  end if;
  if class.relpersistence <> 'p' then
    raise exception 'Realtime is not possible: the table "%" is not in the log. Make it LOGGED first.',
      class.relname using errcode = 'SD409';
  end if;
  if class.relkind = 'r' and exists (select from pg_inherits where inhparent = class.oid) then
    raise exception 'Realtime is not possible: other tables inherit from the table "%". Enable it for those, or use partitions.',
      class.relname using errcode = 'SD409';
  end if;
  if selfdb.replica_identity_for(class.oid) = 'n' then
    raise exception 'Realtime is not possible: the table "%" has a virtual generated column and no primary key that is checked at once. Give it one, or make the column STORED.',
      class.relname using errcode = 'SD409';
  end if;
end
$$;

-- Takes a table out of the publication, and what inherits from it and is not published for itself: earlier versions added both.
create function selfdb.unpublish(root regclass) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  part regclass;
begin
  for part in
    with recursive tree(oid) as (
      select root::oid union select i.inhrelid from pg_inherits i join tree on i.inhparent = tree.oid)
    select r.prrelid from pg_publication_rel r join pg_publication p on p.oid = r.prpubid join tree on tree.oid = r.prrelid
    where p.pubname = 'selfdb_realtime'
      and not exists (select from selfdb.tables t where t.relid = r.prrelid and t.relid <> root and t.realtime_enabled)
  loop
    execute format('alter publication selfdb_realtime drop table only %s', part);
  end loop;
end
$$;

create or replace function selfdb.follow_realtime_flag() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  part pg_class;
begin
  if not exists (select from pg_class where oid = new.relid) then
    return null;
  end if;
  if new.realtime_enabled then
    for part in select * from selfdb.published_parts(new.relid) loop
      perform selfdb.require_publishable(part);
    end loop;
  end if;
  if not new.realtime_enabled then
    perform selfdb.unpublish(new.relid);
  elsif not exists (
    select from pg_publication_rel r join pg_publication p on p.oid = r.prpubid
    where p.pubname = 'selfdb_realtime' and r.prrelid = new.relid)
  then
    execute format('alter publication selfdb_realtime add table only %s', new.relid);
  end if;
  for part in select * from selfdb.published_parts(new.relid) loop
    perform selfdb.set_replica_identity(
      part.oid, case when new.realtime_enabled then selfdb.replica_identity_for(part.oid) else 'd' end);
  end loop;
  return null;
end
$$;

revoke execute on function selfdb.follow_realtime_flag() from public;

-- What SQL did to the columns and partitions of published tables: each gets the replica identity that it needs now, without
-- which Postgres refuses its updates. Where there is none, realtime ends rather than the table's being writable. Everybody
-- may call it, also between the statements of a transaction. What is in use is left for the next time.
create function selfdb.follow_replica_identity() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '100ms' as $$
declare
  found record;
begin
  for found in
    select t.id, c.oid as relid, needed.identity
    from selfdb.tables t
      cross join lateral selfdb.published_parts(t.relid) c
      cross join lateral (select selfdb.replica_identity_for(c.oid)) needed(identity)
    where t.realtime_enabled and c.relreplident <> needed.identity and pg_has_role(c.relowner, 'usage')
  loop
    begin
      if found.identity = 'n' then
        update selfdb.tables set realtime_enabled = false, version = version + 1 where id = found.id and realtime_enabled;
      else
        perform selfdb.set_replica_identity(found.relid, found.identity);
      end if;
    exception when lock_not_available or undefined_table or object_in_use then
      null;
    end;
  end loop;
end
$$;

grant execute on function selfdb.follow_replica_identity() to public;

-- The same as before; replica identities are followed by the function above. A server that was upgraded to Postgres 18 has a
-- publication that leaves out stored generated columns, which keeps their tables from being updated.
create or replace function selfdb.follow_catalog() returns void
language plpgsql set search_path = pg_catalog, pg_temp set lock_timeout = '100ms' as $$
declare
  lacks_generated boolean := false;
begin
  delete from selfdb.tables t where not exists (select from pg_class c where c.oid = t.relid);
  update selfdb.tables set relid = relid where id in (
    select t.id from selfdb.tables t join pg_class c on c.oid = t.relid
    where t.told_name is distinct from case when c.relnamespace = 'public'::regnamespace then c.relname end
    for update of t skip locked);
  if current_setting('server_version_num')::int >= 180000 then
    execute $query$select pubgencols <> 's' from pg_publication where pubname = 'selfdb_realtime'$query$
      into lacks_generated;
  end if;
  if lacks_generated then
    alter publication selfdb_realtime set (publish_generated_columns = stored);
  end if;
  perform selfdb.follow_replica_identity();
end
$$;
