-- Who sees a bucket and adds to it: selfdb.may_use. `anonymous_uploads` says whether callers without a token add to a
-- public one.
alter table selfdb.buckets
  add column access text check (access in ('public', 'users', 'owner')),
  add column anonymous_uploads boolean not null default true;

update selfdb.buckets set access = case when public then 'public' else 'owner' end;

alter table selfdb.buckets alter column access set not null, drop column public;

-- Of the bytes as they are stored and sent: `gzip`.
alter table selfdb.files add column content_encoding text;

-- An upload without an owner was begun by a caller without a token: its address is all that leads to it.
alter table selfdb.uploads
  alter column owner_id drop not null,
  add column on_conflict text check (on_conflict in ('rename', 'error', 'replace'));

update selfdb.uploads set on_conflict = case when upsert then 'replace' else 'error' end;

alter table selfdb.uploads alter column on_conflict set not null, drop column upsert;

-- `a/name (2).ext` for `a/name.ext`. The name is cut where the number would make it longer than a name or path may be.
create function selfdb.numbered_path(wanted text, number bigint) returns text language plpgsql immutable as $$
declare
  folder constant text := regexp_replace(wanted, '[^/]*$', '');
  name constant text := substr(wanted, length(folder) + 1);
  ending text := coalesce(substring(name from '[^.].*(\.[^.]*)$'), '');
  stem text;
  room int;
begin
  if octet_length(ending) > 32 then ending := ''; end if;
  stem := left(name, length(name) - length(ending));
  ending := ' (' || number || ')' || ending;
  room := least(255, 1024 - octet_length(folder)) - octet_length(ending);
  while octet_length(stem) > room and stem <> '' loop
    stem := left(stem, -1);
  end loop;
  if stem = '' then
    raise exception using errcode = 'SD409',
      message = 'There is a file at this path already, and the path is too long for a number. Choose another name.';
  end if;
  return folder || stem || ending;
end
$$;

-- The path, or the first number of it that is free, found in as many steps as the number has binary digits. Between
-- numbers that were freed again it is any free one.
create function selfdb.free_path(of_bucket uuid, wanted text) returns text language plpgsql as $$
declare
  taken bigint := 0;
  free bigint := 1;
  middle bigint;
begin
  if not exists (select from selfdb.files where bucket_id = of_bucket and path = wanted) then return wanted; end if;
  while exists (
    select from selfdb.files where bucket_id = of_bucket and path = selfdb.numbered_path(wanted, free)
  ) loop
    taken := free;
    free := free * 2;
  end loop;
  while free - taken > 1 loop
    middle := (free + taken) / 2;
    if exists (
      select from selfdb.files where bucket_id = of_bucket and path = selfdb.numbered_path(wanted, middle)
    ) then taken := middle; else free := middle; end if;
  end loop;
  return selfdb.numbered_path(wanted, free);
end
$$;

-- Enters a file under the path or the first number of it that is free. Of two that want the same one, the second waits
-- for the first and looks again: each statement in here sees what was committed before it.
create function selfdb.add_file(
  of_bucket uuid, wanted text, size bigint, mime_type text, content_encoding text, checksum_sha256 text, blob_id uuid,
  segments jsonb, owner_id uuid, metadata jsonb, out id uuid, out path text
) language plpgsql as $$
#variable_conflict use_column
declare
  free text;
begin
  loop
    free := selfdb.free_path(of_bucket, wanted);
    insert into selfdb.files as f
      (bucket_id, path, size, mime_type, content_encoding, checksum_sha256, blob_id, segments, owner_id, metadata)
    values ($1, free, $3, $4, $5, $6, $7, $8, $9, $10)
    on conflict (bucket_id, path) do nothing
    returning f.id, f.path into add_file.id, add_file.path;
    exit when found;
  end loop;
end
$$;

-- Names are kept in the form NFC, so that one that looks the same is the same.
do $$
declare
  old record;
begin
  for old in select id, bucket_id, path from selfdb.files where path is not nfc normalized and octet_length(normalize(path, nfc)) <= 1024
  loop
    update selfdb.files f set path = selfdb.free_path(old.bucket_id, normalize(old.path, nfc)) where f.id = old.id;
  end loop;
end
$$;
