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
