-- Uploads in progress, segments to delete, and the janitor's jobs.

-- Resumable uploads. A finished upload has no segments of its own. It stays until it expires, because a client that lost the
-- last response asks again. An upload without an owner was started by a caller without a token. Only its address leads to it.
create table selfdb.uploads (
  blob_id      uuid primary key,
  bucket_id    uuid not null references selfdb.buckets,
  owner_id     uuid references selfdb.users on delete cascade,
  path         text not null,
  size         bigint not null,
  received     bigint not null default 0,
  segments     jsonb not null default '[]',
  mime_type    text,
  metadata     jsonb not null default '{}',
  tus_metadata text,
  file_id      uuid,
  created_at   timestamptz not null default now(),
  expires_at   timestamptz not null,
  on_conflict  text not null check (on_conflict in ('rename', 'error', 'replace'))
);

create index uploads_bucket on selfdb.uploads (bucket_id);
create index uploads_owner on selfdb.uploads (owner_id);
create index uploads_expires_at on selfdb.uploads (expires_at);

-- Segments that no row refers to. The janitor deletes them from the store. Triggers add them when the last reference is
-- removed, and the janitor adds others that it finds.
create table selfdb.dead_segments (
  blob_id uuid not null,
  segment text not null,
  died_at timestamptz not null default now(),
  primary key (blob_id, segment)
);

create index dead_segments_died_at on selfdb.dead_segments (died_at);

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

-- While a hold is active, no segment is deleted from the store, because a reader of an older snapshot may need it.
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
