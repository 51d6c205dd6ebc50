-- Whether a caller may read a table or bucket and add to it. `role` is the role of an active session's user, and null for every
-- other caller.
create function selfdb.may_use(access text, owner_id uuid, user_id uuid, role text) returns boolean
language sql immutable parallel safe
return $1 = 'public' or $4 is not null and ($1 = 'users' or $2 = $3 or $4 = 'ADMIN');

-- The role of an active session's user, else null.
create or replace function selfdb_api.role_of(session_id uuid, user_id uuid) returns text
language sql stable security definer parallel restricted set search_path = pg_catalog, pg_temp as $$
  select u.role from selfdb.sessions s join selfdb.users u on u.id = s.user_id
  where s.id = $1 and s.user_id = $2 and s.revoked_at is null and s.expires_at > now() and u.is_active
$$;

create or replace function selfdb_api.require_user(session_id uuid, user_id uuid) returns void language plpgsql volatile
security definer set search_path = pg_catalog, pg_temp as $$
begin
  if selfdb_api.role_of(session_id, user_id) is null then
    perform selfdb.refuse('SD401', 'The session has ended. Log in again.');
  end if;
end
$$;
