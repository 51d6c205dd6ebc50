-- What was done, by whom and from where (docs/decisions/0035-audit-log.md). Names are copied, so that they outlive what they name.
--
-- The id is the time, too (`selfdb.id_time`). So one index sorts, pages and deletes by age.
create table selfdb.audit_log (
  id          uuid primary key default uuidv7(),
  action      text not null,
  outcome     text not null default 'ok' check (outcome in ('ok', 'refused', 'failed')),
  actor_id    uuid,
  actor_email text,
  actor_role  text,
  target_type text not null,
  target_id   uuid,
  target_name text,
  address     text,
  user_agent  text,
  request_id  text,
  details     jsonb not null default '{}',
  -- How often it happened, and when last. More than once only with `fold_key`: failures of one kind share an entry for an hour, so
  -- that a flood of them does not fill the table.
  count       integer not null default 1,
  last_at     timestamptz,
  fold_key    text
);

create index audit_log_actor on selfdb.audit_log (actor_id, id) where actor_id is not null;
create index audit_log_target on selfdb.audit_log (target_id, id) where target_id is not null;
create index audit_log_request on selfdb.audit_log (request_id) where request_id is not null;
create unique index audit_log_fold on selfdb.audit_log (fold_key) where fold_key is not null;

-- The time in a UUID of version 7, which `uuid_extract_timestamp` knows from Postgres 18 on only.
create function selfdb.id_time(id uuid) returns timestamptz language sql immutable parallel safe
return to_timestamp(('x0000' || left(replace($1::text, '-', ''), 12))::bit(64)::bigint / 1000.0);

-- Changes of tables run as the SQL role, which administrators' SQL uses as well. A key that only the system's workers know tells
-- their entries from made-up ones. This is its SHA-256; the launcher writes it at each start.
alter table selfdb.instance add column audit_key_hash bytea;

-- Adds an entry about a table, at the end of the transaction that changed it. Refuses a caller without the key.
create or replace function selfdb_api.audit_table(session_id uuid, user_id uuid, key text, entry jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  hash bytea := (select i.audit_key_hash from selfdb.instance i where i.sql_role is not null);
begin
  if hash is distinct from sha256(convert_to($3, 'UTF8')) and exists (select from selfdb.instance i where i.sql_role is not null) then
    perform selfdb.refuse('SD403', 'Only the system writes the audit log.');
  end if;
  insert into selfdb.audit_log (action, actor_id, actor_email, actor_role, target_type, target_id, target_name, address, user_agent,
    request_id, details)
  select $4 ->> 'action', u.id, u.email, u.role, 'table',
    coalesce(($4 ->> 'target_id')::uuid,
      (select t.id from selfdb.tables t where t.relid = to_regclass(format('public.%I', $4 ->> 'target_name')))),
    $4 ->> 'target_name', $4 ->> 'address', $4 ->> 'user_agent', $4 ->> 'request_id', $4 -> 'details'
  from selfdb.users u join selfdb.sessions s on s.user_id = u.id where u.id = $2 and s.id = $1;
end
$$;
