-- What the catalog does not know of a user's table. `relid` prints as a name, so a dump restores by name.
-- `version` changes with everything that a worker may have cached of the table.
create table selfdb.tables (
  id               uuid primary key default uuidv7(),
  relid            regclass not null unique,
  owner_id         uuid not null references selfdb.users,
  public           boolean not null default false,
  realtime_enabled boolean not null default false,
  description      text,
  metadata         jsonb not null default '{}',
  version          bigint not null default 1,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now()
);

create index tables_owner on selfdb.tables (owner_id);

-- Keeps updated_at current. Through jsonb because the column may have been dropped or renamed with SQL,
-- and a trigger that fails would then block every update.
create function selfdb.touch_updated_at() returns trigger language plpgsql as $$
begin
  return jsonb_populate_record(new, jsonb_build_object('updated_at', clock_timestamp()));
end
$$;
