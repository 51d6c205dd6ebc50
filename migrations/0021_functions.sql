-- Functions: their code, versions, executions and logs.

create table selfdb.functions (
  id               uuid primary key default uuidv7(),
  owner_id         uuid not null references selfdb.users,
  name             text not null constraint functions_name unique,
  description      text,
  -- The source of the newest version: the main file, and all files of a function of several by path.
  code             text not null,
  files            jsonb,
  runtime          text not null default 'workerd',
  public           boolean not null default false,
  is_active        boolean not null default true,
  -- The newest saved version, and the one that serves; null before the first deployment.
  version          integer not null default 1,
  deployed_version integer,
  timeout_seconds  integer not null default 30 check (timeout_seconds between 1 and 300),
  memory_limit_mb  integer not null default 128 check (memory_limit_mb between 64 and 1024),
  max_concurrent   integer not null default 10 check (max_concurrent between 1 and 100),
  -- Variables by name, each value encrypted with a key derived from SECRET_KEY.
  variables        jsonb not null default '{}',
  -- The triggers of the serving version.
  triggers         jsonb not null default '[]',
  network          jsonb not null default '{"mode": "public", "hosts": []}',
  deployment_status text not null default 'pending' check (deployment_status in ('pending', 'deployed', 'failed', 'undeployed')),
  deployment_error text,
  -- Grows with every change of what a runner has loaded.
  revision         bigint not null default 1,
  -- Faults of the last executions in a row that cost a runner. Three deactivate the function.
  faults           integer not null default 0,
  last_deployed_at timestamptz,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now()
);

create index functions_owner on selfdb.functions (owner_id);
create index functions_created_at on selfdb.functions (created_at, id);

create table selfdb.function_versions (
  function_id uuid not null references selfdb.functions on delete cascade,
  version     integer not null,
  code        text not null,
  files       jsonb,
  -- JavaScript by module name, triggers and description as the code exports them; null until the version has compiled.
  modules     jsonb,
  triggers    jsonb,
  description text,
  created_by  uuid,
  created_at  timestamptz not null default now(),
  primary key (function_id, version)
);

-- Apart from the function, so that counting executions neither waits for a save nor rewrites its row.
create table selfdb.function_statistics (
  function_id       uuid primary key references selfdb.functions on delete cascade,
  executions        bigint not null default 0,
  successes         bigint not null default 0,
  errors            bigint not null default 0,
  total_duration_ms double precision not null default 0,
  last_executed_at  timestamptz
) with (fillfactor = 50);

-- The id is a UUID of version 7 and so the time, too: the partition of a day holds the ids of that day. No foreign key: what
-- a deleted function leaves goes with its day.
create table selfdb.function_executions (
  id              uuid primary key,
  function_id     uuid not null,
  version         integer not null,
  user_id         uuid,
  trigger_type    text not null check (trigger_type in ('http', 'schedule', 'database', 'webhook', 'event', 'manual')),
  status          text not null default 'running' check (status in ('running', 'completed', 'failed', 'timeout')),
  host_id         text not null,
  attempt         integer not null default 1,
  started_at      timestamptz not null,
  completed_at    timestamptz,
  duration_ms     double precision,
  response_status integer,
  result          jsonb,
  fault           text check (fault in ('timeout', 'hung', 'memory', 'crashed', 'load', 'cut')),
  error_message   text,
  error_stack     text,
  logs_truncated  boolean not null default false
) partition by range (id);

create index function_executions_function on selfdb.function_executions (function_id, id);
create index function_executions_running on selfdb.function_executions (host_id) where status = 'running';

create table selfdb.function_logs (
  id           uuid primary key default uuidv7(),
  function_id  uuid not null,
  execution_id uuid not null,
  log_level    text not null check (log_level in ('debug', 'log', 'info', 'warn', 'error')),
  message      text not null,
  timestamp    timestamptz not null
) partition by range (id);

create index function_logs_function on selfdb.function_logs (function_id, id);
create index function_logs_execution on selfdb.function_logs (execution_id, id);

-- For ids of days that have no partition, so that no report is refused.
create table selfdb.function_executions_default partition of selfdb.function_executions default;
create table selfdb.function_logs_default partition of selfdb.function_logs default;

-- The smallest UUID of version 7 of a time.
create function selfdb.first_id_at(at timestamptz) returns uuid language sql immutable parallel safe
return (lpad(to_hex(floor(extract(epoch from $1) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid;

-- Creates the partition of a day, in UTC, of function_executions or function_logs.
create function selfdb.create_function_day(parent text, day date) returns void language plpgsql as $$
begin
  execute format('create table selfdb.%I partition of selfdb.%I for values from (%L) to (%L)',
    format('%s_%s', parent, to_char(day, 'YYYYMMDD')), parent,
    selfdb.first_id_at(day::timestamp at time zone 'UTC'), selfdb.first_id_at((day + 1)::timestamp at time zone 'UTC'));
end
$$;

-- Creates the partitions of today and the next two days, in UTC. Skips a day of which the default partition has rows already.
-- The limit: while a backup holds these tables, a wait for them would hold up every execution.
create function selfdb.prepare_function_days() returns void language plpgsql set lock_timeout = '1s' as $$
declare
  today date := (now() at time zone 'UTC')::date;
  parent text;
  day date;
  has_rows boolean;
begin
  perform pg_advisory_xact_lock(hashtextextended('selfdb.prepare_function_days', 0));
  foreach parent in array array['function_executions', 'function_logs'] loop
    for day in select today + n from generate_series(0, 2) n loop
      continue when to_regclass(format('selfdb.%s_%s', parent, to_char(day, 'YYYYMMDD'))) is not null;
      execute format('select exists (select from selfdb.%I where id >= $1 and id < $2)', parent || '_default') into has_rows
        using selfdb.first_id_at(day::timestamp at time zone 'UTC'), selfdb.first_id_at((day + 1)::timestamp at time zone 'UTC');
      continue when has_rows;
      perform selfdb.create_function_day(parent, day);
    end loop;
  end loop;
end
$$;

-- Drops the days that are older than `keep_days`, then the oldest ones while executions and logs together take more than
-- `max_bytes`. Never drops today. Returns the number of dropped partitions.
create function selfdb.drop_function_days(keep_days integer, max_bytes bigint) returns integer language plpgsql
set lock_timeout = '1s' as $$
declare
  today date := (now() at time zone 'UTC')::date;
  total bigint;
  dropped integer := 0;
  part record;
begin
  perform pg_advisory_xact_lock(hashtextextended('selfdb.prepare_function_days', 0));
  delete from selfdb.function_executions_default
    where id < selfdb.first_id_at((today - keep_days)::timestamp at time zone 'UTC');
  delete from selfdb.function_logs_default where id < selfdb.first_id_at((today - keep_days)::timestamp at time zone 'UTC');
  select coalesce(sum(pg_total_relation_size(i.inhrelid)), 0) into total from pg_inherits i
    where i.inhparent in ('selfdb.function_executions'::regclass, 'selfdb.function_logs'::regclass);
  for part in
    select c.oid, c.relname, pg_total_relation_size(c.oid) as size, to_date(right(c.relname, 8), 'YYYYMMDD') as day
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent in ('selfdb.function_executions'::regclass, 'selfdb.function_logs'::regclass) and c.relname ~ '_[0-9]{8}$'
    order by day
  loop
    continue when part.day >= today or (part.day >= today - keep_days and total <= max_bytes);
    execute format('drop table selfdb.%I', part.relname);
    total := total - part.size;
    dropped := dropped + 1;
  end loop;
  return dropped;
end
$$;

select selfdb.prepare_function_days();

-- A function acts as its owner in a session of its own, so that the authority in each statement covers functions, too: those
-- of a deactivated owner are refused at once.
alter table selfdb.sessions add column function_id uuid constraint sessions_function unique references selfdb.functions on delete cascade;

create function selfdb.keep_function_session() returns trigger language plpgsql as $$
begin
  insert into selfdb.sessions (id, user_id, refresh_id, expires_at, function_id)
  values (uuidv7(), new.owner_id, gen_random_uuid(), 'infinity', new.id)
  on conflict (function_id) do update set user_id = excluded.user_id;
  return null;
end
$$;

create trigger keep_function_session after insert or update of owner_id on selfdb.functions for each row
  execute function selfdb.keep_function_session();

-- Logging out everywhere and a new password end a person's sessions, not those of their functions.
create function selfdb.spare_function_session() returns trigger language plpgsql as $$
begin
  return null;
end
$$;

create trigger spare_function_session before update of revoked_at on selfdb.sessions for each row
  when (old.function_id is not null) execute function selfdb.spare_function_session();

create function selfdb.create_function_statistics() returns trigger language plpgsql as $$
begin
  insert into selfdb.function_statistics (function_id) values (new.id);
  return null;
end
$$;

create trigger create_function_statistics after insert on selfdb.functions for each row
  execute function selfdb.create_function_statistics();

create function selfdb.raise_function_revision() returns trigger language plpgsql as $$
begin
  new.revision := old.revision + 1;
  return new;
end
$$;

create trigger raise_function_revision before update on selfdb.functions for each row when (
    (old.owner_id, old.name, old.is_active, old.deployed_version, old.timeout_seconds, old.memory_limit_mb, old.max_concurrent,
      old.variables, old.network, old.deployment_status, old.public, old.triggers)
    is distinct from
    (new.owner_id, new.name, new.is_active, new.deployed_version, new.timeout_seconds, new.memory_limit_mb, new.max_concurrent,
      new.variables, new.network, new.deployment_status, new.public, new.triggers))
  execute function selfdb.raise_function_revision();
