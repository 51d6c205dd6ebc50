-- `selfdb.may_use` decides who may see a bucket and add to it. The row of a deleted bucket stays until its files are gone, but
-- its name is available at once.
create table selfdb.buckets (
  id                 uuid primary key default uuidv7(),
  name               text not null,
  owner_id           uuid not null references selfdb.users,
  description        text,
  max_file_size      bigint,
  allowed_mime_types text[],
  file_count         bigint not null default 0,
  total_size         bigint not null default 0,
  created_at         timestamptz not null default now(),
  updated_at         timestamptz not null default now(),
  deleted_at         timestamptz,
  access             text not null check (access in ('public', 'users', 'owner')),
  -- Whether callers without a token may add to a public bucket.
  anonymous_uploads  boolean not null default true
);

create unique index buckets_name on selfdb.buckets (name) where deleted_at is null;
create index buckets_owner on selfdb.buckets (owner_id);
create index buckets_deleted on selfdb.buckets (deleted_at) where deleted_at is not null;

-- A file's bytes are the segments of its blob, in order: [["0", 4096], …], each with its name and size. A blob never changes. A
-- copy of a file shares its blob. Paths are in the Unicode form NFC, so that names which look the same are equal.
create table selfdb.files (
  id               uuid primary key default uuidv7(),
  bucket_id        uuid not null references selfdb.buckets,
  path             text collate "C" not null check (octet_length(path) <= 1024),
  folder           text collate "C" not null generated always as (regexp_replace(path, '[^/]*$', '')) stored,
  name             text collate "C" not null generated always as (regexp_replace(path, '^.*/', '')) stored,
  size             bigint not null,
  mime_type        text not null,
  checksum_sha256  text not null,
  blob_id          uuid not null,
  segments         jsonb not null,
  owner_id         uuid not null references selfdb.users,
  metadata         jsonb not null default '{}',
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  -- The encoding of the bytes as they are stored and sent, such as `gzip`.
  content_encoding text
);

create unique index files_path on selfdb.files (bucket_id, path);
create index files_folder on selfdb.files (bucket_id, folder);
create index files_created_at on selfdb.files (bucket_id, created_at, id);
create index files_blob on selfdb.files (blob_id);
create index files_owner on selfdb.files (owner_id);

-- Triggers keep the counters of buckets and the list of dead segments (0009_storage_blobs.sql) correct, also if SQL changes
-- files.
create function selfdb.files_inserted() returns trigger language plpgsql as $$
begin
  update selfdb.buckets b set file_count = b.file_count + s.files, total_size = b.total_size + s.bytes
  from (select bucket_id, count(*) as files, sum(size) as bytes from added group by bucket_id) s
  where b.id = s.bucket_id;
  return null;
end
$$;

create function selfdb.files_deleted() returns trigger language plpgsql as $$
begin
  update selfdb.buckets b set file_count = b.file_count - s.files, total_size = b.total_size - s.bytes
  from (select bucket_id, count(*) as files, sum(size) as bytes from removed group by bucket_id) s
  where b.id = s.bucket_id;
  insert into selfdb.dead_segments (blob_id, segment)
  select distinct r.blob_id, s ->> 0 from removed r, jsonb_array_elements(r.segments) s
  where not exists (select from selfdb.files f where f.blob_id = r.blob_id)
  on conflict do nothing;
  return null;
end
$$;

create function selfdb.files_updated() returns trigger language plpgsql as $$
begin
  update selfdb.buckets b set file_count = b.file_count + s.files, total_size = b.total_size + s.bytes
  from (
    select bucket_id, sum(files) as files, sum(bytes) as bytes
    from (
      select bucket_id, 1 as files, size as bytes from added
      union all
      select bucket_id, -1, -size from removed) both_sides
    group by bucket_id having sum(files) <> 0 or sum(bytes) <> 0) s
  where b.id = s.bucket_id;
  insert into selfdb.dead_segments (blob_id, segment)
  select distinct r.blob_id, s ->> 0 from removed r, jsonb_array_elements(r.segments) s
  where not exists (select from selfdb.files f where f.blob_id = r.blob_id)
  on conflict do nothing;
  return null;
end
$$;

create trigger files_inserted after insert on selfdb.files
  referencing new table as added for each statement execute function selfdb.files_inserted();
create trigger files_deleted after delete on selfdb.files
  referencing old table as removed for each statement execute function selfdb.files_deleted();
create trigger files_updated after update on selfdb.files
  referencing old table as removed new table as added for each statement execute function selfdb.files_updated();

-- `a/name (2).ext` for `a/name.ext`. Shortens the name if the number would make the name or the path too long.
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

-- The path if it is free, else the path with the first free number. The search doubles the number, then bisects, so it takes
-- few steps. If numbers in between became free again, it finds any free one.
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

-- Adds a file under the path, or under the path with the first free number. If two calls want the same path, the second waits
-- for the first and searches again. Each statement here sees what was committed before that statement.
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
