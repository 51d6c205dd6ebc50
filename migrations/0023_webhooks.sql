-- Webhooks: requests from other services that run a function, and requests that the system sends when rows change.

create table selfdb.webhooks (
  id          uuid primary key default uuidv7(),
  owner_id    uuid not null references selfdb.users,
  name        text not null,
  description text,
  direction   text not null default 'inbound' check (direction in ('inbound', 'outbound')),
  is_active   boolean not null default true,

  -- Inbound: the function, the last part of the URL, and how requests are signed.
  function_id           uuid references selfdb.functions on delete cascade,
  token                 text constraint webhooks_token unique,
  provider              text,
  provider_event_type   text,
  require_signature     boolean not null default true,
  rate_limit_per_minute integer not null default 100 check (rate_limit_per_minute between 1 and 10000),

  -- Outbound: the changes that are sent, and where to.
  table_id   uuid references selfdb.tables on delete cascade,
  operations text[] check (operations <@ array['INSERT', 'UPDATE', 'DELETE']),
  target_url text,

  -- Encrypted with a key derived from SECRET_KEY. The former one counts until `old_secret_until`.
  secret           text not null,
  old_secret       text,
  old_secret_until timestamptz,

  retry_enabled           boolean not null default true,
  retry_attempts          integer not null default 3 check (retry_attempts between 1 and 10),
  retry_backoff_strategy  text not null default 'exponential' check (retry_backoff_strategy in ('exponential', 'linear', 'fixed')),
  retry_delay_seconds     integer not null default 60 check (retry_delay_seconds between 1 and 3600),
  retry_max_delay_seconds integer not null default 3600 check (retry_max_delay_seconds between 1 and 86400),

  -- Grows with every change. Who keeps a webhook in memory compares it in the statement that stores a delivery.
  revision   bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),

  constraint webhooks_direction check (case direction
    when 'inbound' then function_id is not null and token is not null and table_id is null and operations is null and target_url is null
    else table_id is not null and cardinality(operations) > 0 and target_url is not null and function_id is null and token is null end)
);

create index webhooks_owner on selfdb.webhooks (owner_id);
create index webhooks_function on selfdb.webhooks (function_id) where function_id is not null;
create index webhooks_table on selfdb.webhooks (table_id) where table_id is not null;
create index webhooks_created_at on selfdb.webhooks (created_at, id);

create function selfdb.raise_webhook_revision() returns trigger language plpgsql as $$
begin
  new.revision := old.revision + 1;
  return new;
end
$$;

create trigger raise_webhook_revision before update on selfdb.webhooks for each row
  execute function selfdb.raise_webhook_revision();

-- Apart from the webhook, so that a delivery does not rewrite its row. The minute is that of the rate limit.
create table selfdb.webhook_statistics (
  webhook_id           uuid primary key references selfdb.webhooks on delete cascade,
  minute_began_at      timestamptz not null default now(),
  minute_count         integer not null default 0,
  deliveries           bigint not null default 0,
  successes            bigint not null default 0,
  failures             bigint not null default 0,
  last_received_at     timestamptz,
  last_delivery_status text
) with (fillfactor = 50);

create function selfdb.create_webhook_statistics() returns trigger language plpgsql as $$
begin
  insert into selfdb.webhook_statistics (webhook_id) values (new.id);
  return null;
end
$$;

create trigger create_webhook_statistics after insert on selfdb.webhooks for each row
  execute function selfdb.create_webhook_statistics();

create table selfdb.webhook_deliveries (
  id                      uuid primary key default uuidv7(),
  webhook_id              uuid not null references selfdb.webhooks on delete cascade,
  -- As it was when the delivery came; it may be gone. Null for an outbound one.
  function_id             uuid,
  -- Both recognize a delivery that came before: the provider's id, and the signature of a scheme that signs neither id nor time.
  provider_delivery_id    text,
  replay_key              text,
  source_ip               text,
  -- Of an outbound one: those with one key are sent one after the other.
  order_key               text,
  request_headers         jsonb not null default '{}',
  request_body            bytea not null,
  -- Null: the webhook asks for no signature, and the request had none. Or it is outbound.
  signature_valid         boolean,
  status                  text not null default 'queued'
    -- Received: stored, and not run, as its event is not the one that the webhook wants.
    check (status in ('received', 'queued', 'executing', 'completed', 'failed', 'retry_pending')),
  delivery_attempt        integer not null default 0,
  retry_count             integer not null default 0,
  next_retry_at           timestamptz,
  function_execution_id   uuid,
  execution_result        jsonb,
  error_message           text,
  execution_time_ms       double precision,
  response_status_code    integer,
  received_at             timestamptz not null default now(),
  processing_started_at   timestamptz,
  processing_completed_at timestamptz
);

create index webhook_deliveries_webhook on selfdb.webhook_deliveries (webhook_id, id);
create unique index webhook_deliveries_provider_id on selfdb.webhook_deliveries (webhook_id, provider_delivery_id)
  where provider_delivery_id is not null;
create unique index webhook_deliveries_replay on selfdb.webhook_deliveries (webhook_id, replay_key) where replay_key is not null;

-- Counts deliveries in the transaction that writes them, whoever that is. One that is run again counts as what it becomes last.
create function selfdb.count_webhook_deliveries() returns trigger language plpgsql as $$
begin
  update selfdb.webhook_statistics s set
    deliveries = s.deliveries + (tg_op = 'INSERT')::int,
    successes = s.successes + (new.status = 'completed')::int - coalesce(old.status = 'completed', false)::int,
    failures = s.failures + (new.status = 'failed')::int - coalesce(old.status = 'failed', false)::int,
    last_received_at = case when tg_op = 'INSERT' then new.received_at else s.last_received_at end,
    last_delivery_status = new.status
  where s.webhook_id = new.webhook_id;
  return null;
end
$$;

create trigger count_new_webhook_delivery after insert on selfdb.webhook_deliveries for each row
  execute function selfdb.count_webhook_deliveries();
create trigger count_webhook_delivery after update of status on selfdb.webhook_deliveries for each row
  when (old.status is distinct from new.status) execute function selfdb.count_webhook_deliveries();

-- Deletes deliveries of more than `keep_days` that wait for nothing, at most `max_rows` at once. Returns how many.
create function selfdb.drop_webhook_deliveries(keep_days integer, max_rows integer) returns integer language plpgsql as $$
declare
  dropped integer;
begin
  delete from selfdb.webhook_deliveries d where d.id in (
    select o.id from selfdb.webhook_deliveries o
    where o.id < selfdb.first_id_at(now() - make_interval(days => keep_days)) and o.status in ('received', 'completed', 'failed')
    order by o.id limit max_rows);
  get diagnostics dropped = row_count;
  return dropped;
end
$$;

-- A delivery waits for one job at most.
create unique index function_jobs_delivery on selfdb.function_jobs (delivery_id) where delivery_id is not null;

-- Deliveries of outbound webhooks that wait to be sent. Holds unfinished work only, so that taking the next one stays quick.
create table selfdb.webhook_jobs (
  -- The order of the changes.
  id          bigint generated always as identity primary key,
  delivery_id uuid not null unique references selfdb.webhook_deliveries on delete cascade,
  webhook_id  uuid not null references selfdb.webhooks on delete cascade,
  -- Those with one key, such as the changes of one row, are sent one after the other.
  order_key   text not null,
  attempt     integer not null default 0,
  run_at      timestamptz not null default now(),
  -- Since when it is being sent.
  claimed_at  timestamptz
);

create index webhook_jobs_due on selfdb.webhook_jobs (webhook_id, id) where claimed_at is null;
create index webhook_jobs_next on selfdb.webhook_jobs (run_at) where claimed_at is null;
create index webhook_jobs_claimed on selfdb.webhook_jobs (webhook_id) where claimed_at is not null;
create index webhook_jobs_order on selfdb.webhook_jobs (webhook_id, order_key, id);

-- The outbound webhooks that changes are sent for: they are active, and so is their owner, who may read the table.
create function selfdb.outbound_webhooks()
returns table (webhook_id uuid, relid oid, operations text[]) language sql stable as $$
  select w.id, t.relid::oid, w.operations
  from selfdb.webhooks w join selfdb.users o on o.id = w.owner_id join selfdb.tables t on t.id = w.table_id
  where w.direction = 'outbound' and w.is_active and o.is_active and selfdb.may_use(t.access, t.owner_id, o.id, o.role)
$$;
