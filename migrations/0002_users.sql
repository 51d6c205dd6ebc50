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

-- Every login looks for password hashes in an older format. They take longer to verify, so all failed logins take as long while
-- any exist.
create index users_older_hashes on selfdb.users (id) where password_hash not like '$argon2id$%';

-- Users without their password hashes. SQL finds this view as `users` unless the schema public has a table of that name.
create or replace view selfdb_api.users as
  select id, email, first_name, last_name, role, is_active, created_at, updated_at from selfdb.users;

-- A session is also a family of refresh tokens. Only the token with the id `refresh_id` is valid. Using an older one ends the
-- session.
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

-- Failed logins by account and by address. The table is unlogged: losing it in a crash only forgives a few failures.
create unlogged table selfdb.login_failures (
  subject   text primary key,
  failures  double precision not null,
  failed_at timestamptz not null default now()
);

-- Addresses from which a user has logged in. Failures from other addresses never lock the user out there. A row is deleted with
-- its user, or some months after the last login. Only the network of an IPv6 address is stored.
create table selfdb.known_addresses (
  user_id       uuid not null references selfdb.users on delete cascade,
  address       text not null,
  last_login_at timestamptz not null default now(),
  primary key (user_id, address)
);

create index known_addresses_last_login_at on selfdb.known_addresses (last_login_at);
