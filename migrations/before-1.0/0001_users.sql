create table selfdb.users (
  id            uuid primary key default uuidv7(),
  email         text not null,
  password_hash text not null,
  first_name    text not null,
  last_name     text not null,
  role          text not null default 'USER' check (role in ('USER', 'ADMIN')),
  is_active     boolean not null default true,
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now()
);

create unique index users_email_key on selfdb.users (lower(email));
create index users_created_at on selfdb.users (created_at, id);

-- One row a session, which is also a refresh token family: only the token whose id stands in
-- refresh_id is alive, and any older one that comes back ends the session.
create table selfdb.sessions (
  id         uuid primary key,
  user_id    uuid not null references selfdb.users on delete cascade,
  refresh_id uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);

create index sessions_user on selfdb.sessions (user_id);
create index sessions_expires_at on selfdb.sessions (expires_at);

-- Failed logins by account and by address. Losing them in a crash only forgives a few failures.
create unlogged table selfdb.login_failures (
  subject   text primary key,
  failures  double precision not null,
  failed_at timestamptz not null default now()
);

create table selfdb.instance (
  singleton      boolean primary key default true check (singleton),
  first_login_at timestamptz
);

insert into selfdb.instance default values;
