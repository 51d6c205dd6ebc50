-- A bucket that is being deleted keeps its row until its files are gone; its name is free at once.
create table selfdb.buckets (
  id                 uuid primary key default uuidv7(),
  name               text not null,
  public             boolean not null default false,
  owner_id           uuid not null references selfdb.users,
  description        text,
  max_file_size      bigint,
  allowed_mime_types text[],
  file_count         bigint not null default 0,
  total_size         bigint not null default 0,
  created_at         timestamptz not null default now(),
  updated_at         timestamptz not null default now(),
  deleted_at         timestamptz
);

create unique index buckets_name on selfdb.buckets (name) where deleted_at is null;
create index buckets_owner on selfdb.buckets (owner_id);
create index buckets_deleted on selfdb.buckets (deleted_at) where deleted_at is not null;

-- The bytes of a file are the segments of its blob, in order: [["0", 4096], …], name and size. A blob is never changed.
-- Two files may share one: a copy does.
create table selfdb.files (
  id              uuid primary key default uuidv7(),
  bucket_id       uuid not null references selfdb.buckets,
  path            text collate "C" not null check (octet_length(path) <= 1024),
  folder          text collate "C" not null generated always as (regexp_replace(path, '[^/]*$', '')) stored,
  name            text collate "C" not null generated always as (regexp_replace(path, '^.*/', '')) stored,
  size            bigint not null,
  mime_type       text not null,
  checksum_sha256 text not null,
  blob_id         uuid not null,
  segments        jsonb not null,
  owner_id        uuid not null references selfdb.users,
  metadata        jsonb not null default '{}',
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now()
);

create unique index files_path on selfdb.files (bucket_id, path);
create index files_folder on selfdb.files (bucket_id, folder);
create index files_created_at on selfdb.files (bucket_id, created_at, id);
create index files_blob on selfdb.files (blob_id);
create index files_owner on selfdb.files (owner_id);

-- Resumable uploads. A finished one has no segments of its own any more, and stays until it expires: a client whose
-- last answer was lost asks again.
create table selfdb.uploads (
  blob_id      uuid primary key,
  bucket_id    uuid not null references selfdb.buckets,
  owner_id     uuid not null references selfdb.users on delete cascade,
  path         text not null,
  upsert       boolean not null,
  size         bigint not null,
  received     bigint not null default 0,
  segments     jsonb not null default '[]',
  mime_type    text,
  metadata     jsonb not null default '{}',
  tus_metadata text,
  file_id      uuid,
  created_at   timestamptz not null default now(),
  expires_at   timestamptz not null
);

create index uploads_bucket on selfdb.uploads (bucket_id);
create index uploads_owner on selfdb.uploads (owner_id);
create index uploads_expires_at on selfdb.uploads (expires_at);

-- Segments that no row refers to any more, entered by whatever removed the last reference, to be deleted from the store.
create table selfdb.dead_segments (
  blob_id uuid not null,
  segment text not null,
  died_at timestamptz not null default now(),
  primary key (blob_id, segment)
);

create index dead_segments_died_at on selfdb.dead_segments (died_at);

-- While one of these is alive no segment is deleted from the store: somebody reads them by an older snapshot.
create table selfdb.blob_holds (
  id         uuid primary key default uuidv7(),
  reason     text not null,
  taken_at   timestamptz not null default now(),
  expires_at timestamptz not null
);

create table selfdb.storage_jobs (
  id          uuid primary key default uuidv7(),
  kind        text not null check (kind in ('delete_files', 'sweep')),
  owner_id    uuid not null references selfdb.users on delete cascade,
  bucket_id   uuid references selfdb.buckets on delete set null,
  prefix      text,
  file_ids    uuid[],
  status      text not null default 'waiting' check (status in ('waiting', 'running', 'done', 'failed')),
  total       bigint,
  done        bigint not null default 0,
  error       text,
  created_at  timestamptz not null default now(),
  finished_at timestamptz
);

create index storage_jobs_open on selfdb.storage_jobs (created_at) where status in ('waiting', 'running');
create index storage_jobs_owner on selfdb.storage_jobs (owner_id);

-- Counters of buckets and the list of dead segments follow the files whoever changes them, SQL included.
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

create function selfdb.uploads_deleted() returns trigger language plpgsql as $$
begin
  insert into selfdb.dead_segments (blob_id, segment)
  select r.blob_id, s ->> 0 from removed r, jsonb_array_elements(r.segments) s
  where not exists (select from selfdb.files f where f.blob_id = r.blob_id)
  on conflict do nothing;
  return null;
end
$$;

create trigger uploads_deleted after delete on selfdb.uploads
  referencing old table as removed for each statement execute function selfdb.uploads_deleted();
