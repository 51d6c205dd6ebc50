-- What waits for a function to run. Holds unfinished work only, so that taking the next job stays quick: how it went is in the
-- executions, and of webhooks in their deliveries.
create table selfdb.function_jobs (
  id                uuid primary key default uuidv7(),
  function_id       uuid not null references selfdb.functions on delete cascade,
  trigger_type      text not null check (trigger_type in ('schedule', 'database', 'webhook', 'event', 'manual')),
  -- The request that the function gets: {"method", "path", "headers", "body_base64"}.
  request           jsonb not null,
  -- Who caused it, in which session; null where it was the system.
  user_id           uuid,
  session_id        uuid,
  -- Jobs of one function with one key, such as the changes of one row, run one after the other in the order of their ids.
  order_key         text,
  -- How many functions led to this one.
  depth             integer not null default 0,
  delivery_id       uuid,
  attempt           integer not null default 0,
  max_attempts      integer not null default 1 check (max_attempts between 1 and 100),
  backoff           text not null default 'exponential' check (backoff in ('exponential', 'linear', 'fixed')),
  delay_seconds     integer not null default 60 check (delay_seconds between 1 and 3600),
  max_delay_seconds integer not null default 3600 check (max_delay_seconds between 1 and 86400),
  run_at            timestamptz not null default now(),
  -- The execution that runs it now, and since when.
  execution_id      uuid,
  claimed_at        timestamptz,
  last_error        text,
  created_at        timestamptz not null default now()
);

create index function_jobs_due on selfdb.function_jobs (function_id, run_at, id) where claimed_at is null;
create index function_jobs_next on selfdb.function_jobs (run_at) where claimed_at is null;
create index function_jobs_claimed on selfdb.function_jobs (function_id) where claimed_at is not null;
create unique index function_jobs_execution on selfdb.function_jobs (execution_id) where execution_id is not null;
create index function_jobs_order on selfdb.function_jobs (function_id, order_key, id) where order_key is not null;

-- Jobs that failed as often as they may. They can be run again by hand.
create table selfdb.function_dead_jobs (
  id           uuid primary key,
  function_id  uuid not null references selfdb.functions on delete cascade,
  trigger_type text not null,
  request      jsonb not null,
  user_id      uuid,
  session_id   uuid,
  order_key    text,
  delivery_id  uuid,
  attempts     integer not null,
  error        text,
  created_at   timestamptz not null,
  died_at      timestamptz not null default now()
);

create index function_dead_jobs_function on selfdb.function_dead_jobs (function_id, died_at);

-- When the schedules of active functions are due. A row is there while the serving version has the trigger.
create table selfdb.function_schedules (
  function_id uuid not null references selfdb.functions on delete cascade,
  cron        text not null,
  timezone    text not null,
  next_run_at timestamptz not null,
  last_run_at timestamptz,
  primary key (function_id, cron, timezone)
);

create index function_schedules_due on selfdb.function_schedules (next_run_at);

-- Functions whose trigger `once` has run. The row goes with the trigger.
create table selfdb.function_once (
  function_id uuid primary key references selfdb.functions on delete cascade,
  ran_at      timestamptz not null default now()
);
