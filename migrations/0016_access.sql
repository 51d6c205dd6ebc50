-- Whether a caller may read a table or bucket and add to it. `role` is that of a living session's user, null for any other
-- caller.
create function selfdb.may_use(access text, owner_id uuid, user_id uuid, role text) returns boolean
language sql immutable parallel safe
return $1 = 'public' or $4 is not null and ($1 = 'users' or $2 = $3 or $4 = 'ADMIN');
