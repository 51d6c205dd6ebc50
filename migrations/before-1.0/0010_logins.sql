-- From where a user has logged in: failures from elsewhere never keep them out there. Rows go with the user, and some
-- months after the last login; of IPv6 addresses only the network is kept.
create table selfdb.known_addresses (
  user_id       uuid not null references selfdb.users on delete cascade,
  address       text not null,
  last_login_at timestamptz not null default now(),
  primary key (user_id, address)
);

create index known_addresses_last_login_at on selfdb.known_addresses (last_login_at);

-- Whether there are hashes of earlier versions, which take longer to check, is asked at every login.
create index users_older_hashes on selfdb.users (id) where password_hash not like '$argon2id$%';
