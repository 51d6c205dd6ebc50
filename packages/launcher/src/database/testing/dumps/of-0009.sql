--
-- PostgreSQL database dump
--


SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: selfdb; Type: SCHEMA; Schema: -; Owner: selfdb
--

CREATE SCHEMA selfdb;

ALTER SCHEMA selfdb OWNER TO selfdb;

--
-- Name: describe_columns(regclass, boolean); Type: FUNCTION; Schema: selfdb; Owner: selfdb
--

CREATE FUNCTION selfdb.describe_columns(relid regclass, with_defaults boolean DEFAULT true) RETURNS json
    LANGUAGE sql STABLE
    AS $$
  select coalesce(json_agg(json_build_object(
    'name', a.attname,
    'type', format_type(a.atttypid, a.atttypmod),
    'cast', format_type(a.atttypid, null),
    'category', t.typcategory,
    'nullable', not a.attnotnull,
    'default', case when with_defaults and a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end,
    'generated', a.attgenerated <> '' or a.attidentity = 'a',
    'identity', a.attidentity <> '',
    'primary_key', coalesce(a.attnum = any(pk.conkey), false),
    'sole_key', coalesce(pk.conkey = array[a.attnum] and not pk.condeferrable, false),
    'unique', exists (
      select from pg_index i
      where i.indrelid = a.attrelid and i.indisunique and i.indisvalid and i.indimmediate
        and i.indnkeyatts = 1 and i.indkey[0] = a.attnum and i.indpred is null),
    'checks', (
      select coalesce(json_agg(c.conname order by c.conname), '[]') from pg_constraint c
      where c.conrelid = a.attrelid and c.contype = 'c' and a.attnum = any(c.conkey)),
    'references', (
      select json_build_object(
        'table', f.confrelid::regclass::text,
        'column', target.attname,
        'on_delete', case f.confdeltype
          when 'r' then 'restrict' when 'c' then 'cascade' when 'n' then 'set null' when 'd' then 'set default'
          else 'no action' end)
      from pg_constraint f
      join pg_attribute target on target.attrelid = f.confrelid and target.attnum = f.confkey[1]
      where f.conrelid = a.attrelid and f.contype = 'f' and f.conkey = array[a.attnum]
      order by f.oid limit 1)
  ) order by a.attnum), '[]')
  from pg_attribute a
  join pg_type t on t.oid = a.atttypid
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  left join pg_constraint pk on pk.conrelid = a.attrelid and pk.contype = 'p'
  where a.attrelid = relid and a.attnum > 0 and not a.attisdropped
$$;

ALTER FUNCTION selfdb.describe_columns(relid regclass, with_defaults boolean) OWNER TO selfdb;

--
-- Name: estimated_row_count(regclass); Type: FUNCTION; Schema: selfdb; Owner: selfdb
--

CREATE FUNCTION selfdb.estimated_row_count(relid regclass) RETURNS bigint
    LANGUAGE sql STABLE
    AS $$
  select greatest(c.reltuples, pg_stat_get_live_tuples(c.oid), 0)::bigint from pg_class c where c.oid = relid
$$;

ALTER FUNCTION selfdb.estimated_row_count(relid regclass) OWNER TO selfdb;

--
-- Name: feed_cursor(); Type: FUNCTION; Schema: selfdb; Owner: selfdb
--

CREATE FUNCTION selfdb.feed_cursor() RETURNS text
    LANGUAGE sql PARALLEL SAFE
    AS $$
  select epoch || ':' || upper(lpad(split_part(lsn, '/', 1), 8, '0') || lpad(split_part(lsn, '/', 2), 8, '0')) || ':00000000'
  from selfdb.change_feed, cast(pg_current_wal_flush_lsn() as text) lsn
$$;

ALTER FUNCTION selfdb.feed_cursor() OWNER TO selfdb;

--
-- Name: files_deleted(); Type: FUNCTION; Schema: selfdb; Owner: selfdb
--

CREATE FUNCTION selfdb.files_deleted() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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

ALTER FUNCTION selfdb.files_deleted() OWNER TO selfdb;

--
-- Name: files_inserted(); Type: FUNCTION; Schema: selfdb; Owner: selfdb
--

CREATE FUNCTION selfdb.files_inserted() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  update selfdb.buckets b set file_count = b.file_count + s.files, total_size = b.total_size + s.bytes
  from (select bucket_id, count(*) as files, sum(size) as bytes from added group by bucket_id) s
  where b.id = s.bucket_id;
  return null;
end
$$;

ALTER FUNCTION selfdb.files_inserted() OWNER TO selfdb;

--
-- Name: files_updated(); Type: FUNCTION; Schema: selfdb; Owner: selfdb
--

CREATE FUNCTION selfdb.files_updated() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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

ALTER FUNCTION selfdb.files_updated() OWNER TO selfdb;

--
-- Name: follow_catalog(); Type: FUNCTION; Schema: selfdb; Owner: selfdb
--

CREATE FUNCTION selfdb.follow_catalog() RETURNS void
    LANGUAGE plpgsql
    SET lock_timeout TO '100ms'
    AS $$
declare
  part regclass;
begin
  delete from selfdb.tables t where not exists (select from pg_class c where c.oid = t.relid);
  update selfdb.tables set relid = relid where id in (
    select t.id from selfdb.tables t join pg_class c on c.oid = t.relid
    where t.told_name is distinct from case when c.relnamespace = 'public'::regnamespace then c.relname end
    for update of t skip locked);
  for part in
    select c.oid from selfdb.tables t
      cross join lateral (select t.relid union select p.relid from pg_partition_tree(t.relid) p) of_table
      join pg_class c on c.oid = of_table.relid
    where t.realtime_enabled and c.relreplident <> 'f' and c.relkind in ('r', 'p')
      and pg_has_role(c.relowner, 'usage')
  loop
    begin
      execute format('alter table %s replica identity full', part);
    exception when lock_not_available or undefined_table then
      null;
    end;
  end loop;
end
$$;

ALTER FUNCTION selfdb.follow_catalog() OWNER TO selfdb;

--
-- Name: follow_realtime_flag(); Type: FUNCTION; Schema: selfdb; Owner: selfdb
--

CREATE FUNCTION selfdb.follow_realtime_flag() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
  class pg_class;
  part regclass;
  listed boolean;
begin
  select * into class from pg_class where oid = new.relid;
  if not found then
    return null;
  end if;
  if new.realtime_enabled then
    perform selfdb.require_publishable(class);
  end if;
  select exists (
    select from pg_publication_rel r join pg_publication p on p.oid = r.prpubid
    where p.pubname = 'selfdb_realtime' and r.prrelid = new.relid) into listed;
  if listed is distinct from new.realtime_enabled then
    execute format('alter publication selfdb_realtime %s table %s',
      case when new.realtime_enabled then 'add' else 'drop' end, new.relid);
  end if;
  for part in select new.relid union select relid from pg_partition_tree(new.relid) loop
    execute format('alter table %s replica identity %s',
      part, case when new.realtime_enabled then 'full' else 'default' end);
  end loop;
  return null;
end
$$;

ALTER FUNCTION selfdb.follow_realtime_flag() OWNER TO selfdb;

--
-- Name: note_table_name(); Type: FUNCTION; Schema: selfdb; Owner: selfdb
--

CREATE FUNCTION selfdb.note_table_name() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  new.told_name := (
    select relname from pg_class where oid = new.relid and relnamespace = 'public'::regnamespace);
  return new;
end
$$;

ALTER FUNCTION selfdb.note_table_name() OWNER TO selfdb;

--
-- Name: refuse(text, text); Type: FUNCTION; Schema: selfdb; Owner: selfdb
--

CREATE FUNCTION selfdb.refuse(state text, message text) RETURNS text
    LANGUAGE plpgsql
    AS $$
begin
  raise exception '%', message using errcode = state;
end
$$;

ALTER FUNCTION selfdb.refuse(state text, message text) OWNER TO selfdb;

--
-- Name: require_publishable(pg_class); Type: FUNCTION; Schema: selfdb; Owner: selfdb
--

CREATE FUNCTION selfdb.require_publishable(class pg_class) RETURNS void
    LANGUAGE plpgsql
    AS $$
begin
  if not pg_has_role(class.relowner, 'usage') then
    raise exception 'Realtime is not possible: the table "%" belongs to the database role "%". Give it to "%" first.',
      class.relname, pg_get_userbyid(class.relowner), current_user using errcode = 'SD409';
  end if;
  if class.relpersistence <> 'p' then
    raise exception 'Realtime is not possible: the table "%" is not in the log. Make it LOGGED first.',
      class.relname using errcode = 'SD409';
  end if;
end
$$;

ALTER FUNCTION selfdb.require_publishable(class pg_class) OWNER TO selfdb;

--
-- Name: row_count(regclass); Type: FUNCTION; Schema: selfdb; Owner: selfdb
--

CREATE FUNCTION selfdb.row_count(relid regclass) RETURNS bigint
    LANGUAGE plpgsql STABLE
    SET lock_timeout TO '100ms'
    AS $$
declare
  counted bigint;
begin
  if pg_relation_size(relid) <= 4 * 1024 * 1024 then
    execute format('select count(*) from %s', relid) into counted;
    return counted;
  end if;
  return selfdb.estimated_row_count(relid);
exception
  when lock_not_available or undefined_table then return selfdb.estimated_row_count(relid);
end
$$;

ALTER FUNCTION selfdb.row_count(relid regclass) OWNER TO selfdb;

--
-- Name: show_columns(regclass); Type: FUNCTION; Schema: selfdb; Owner: selfdb
--

CREATE FUNCTION selfdb.show_columns(relid regclass) RETURNS json
    LANGUAGE plpgsql STABLE
    SET lock_timeout TO '100ms'
    AS $$
begin
  return selfdb.describe_columns(relid);
exception
  when lock_not_available then return selfdb.describe_columns(relid, false);
end
$$;

ALTER FUNCTION selfdb.show_columns(relid regclass) OWNER TO selfdb;

--
-- Name: tell_rights(text, text, json, json); Type: FUNCTION; Schema: selfdb; Owner: selfdb
--

CREATE FUNCTION selfdb.tell_rights(kind text, id text, was json, now_so json) RETURNS void
    LANGUAGE sql
    AS $$
  select pg_logical_emit_message(true, 'selfdb.rights',
    json_build_object('of', kind, 'id', id, 'was', was, 'now', now_so)::text)
$$;

ALTER FUNCTION selfdb.tell_rights(kind text, id text, was json, now_so json) OWNER TO selfdb;

--
-- Name: tell_session_rights(); Type: FUNCTION; Schema: selfdb; Owner: selfdb
--

CREATE FUNCTION selfdb.tell_session_rights() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
  was json := json_build_object('revoked_at', old.revoked_at, 'expires_at', old.expires_at);
  now_so json;
begin
  if tg_op = 'UPDATE' then
    now_so := json_build_object('revoked_at', new.revoked_at, 'expires_at', new.expires_at);
  end if;
  perform selfdb.tell_rights('session', old.id::text, was, now_so);
  return null;
end
$$;

ALTER FUNCTION selfdb.tell_session_rights() OWNER TO selfdb;

--
-- Name: tell_table_rights(); Type: FUNCTION; Schema: selfdb; Owner: selfdb
--

CREATE FUNCTION selfdb.tell_table_rights() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
  was json := json_build_object('name', old.told_name, 'owner_id', old.owner_id, 'public', old.public,
    'realtime_enabled', old.realtime_enabled);
  now_so json;
begin
  if tg_op = 'UPDATE' and new.relid = old.relid then
    now_so := json_build_object('name', new.told_name, 'owner_id', new.owner_id, 'public', new.public,
      'realtime_enabled', new.realtime_enabled);
  end if;
  perform selfdb.tell_rights('table', old.relid::oid::text, was, now_so);
  return null;
end
$$;

ALTER FUNCTION selfdb.tell_table_rights() OWNER TO selfdb;

--
-- Name: tell_user_rights(); Type: FUNCTION; Schema: selfdb; Owner: selfdb
--

CREATE FUNCTION selfdb.tell_user_rights() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
  was json := json_build_object('role', old.role, 'is_active', old.is_active);
  now_so json;
begin
  if tg_op = 'UPDATE' then
    now_so := json_build_object('role', new.role, 'is_active', new.is_active);
  end if;
  perform selfdb.tell_rights('user', old.id::text, was, now_so);
  return null;
end
$$;

ALTER FUNCTION selfdb.tell_user_rights() OWNER TO selfdb;

--
-- Name: touch_updated_at(); Type: FUNCTION; Schema: selfdb; Owner: selfdb
--

CREATE FUNCTION selfdb.touch_updated_at() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  return jsonb_populate_record(new, jsonb_build_object('updated_at', clock_timestamp()));
end
$$;

ALTER FUNCTION selfdb.touch_updated_at() OWNER TO selfdb;

--
-- Name: uploads_deleted(); Type: FUNCTION; Schema: selfdb; Owner: selfdb
--

CREATE FUNCTION selfdb.uploads_deleted() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  insert into selfdb.dead_segments (blob_id, segment)
  select r.blob_id, s ->> 0 from removed r, jsonb_array_elements(r.segments) s
  where not exists (select from selfdb.files f where f.blob_id = r.blob_id)
  on conflict do nothing;
  return null;
end
$$;

ALTER FUNCTION selfdb.uploads_deleted() OWNER TO selfdb;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: books; Type: TABLE; Schema: public; Owner: selfdb
--

CREATE TABLE public.books (
    id uuid DEFAULT uuidv7() NOT NULL,
    title text NOT NULL,
    year integer,
    tags text[],
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY public.books REPLICA IDENTITY FULL;

ALTER TABLE public.books OWNER TO selfdb;

--
-- Name: diary; Type: TABLE; Schema: public; Owner: selfdb
--

CREATE TABLE public.diary (
    id uuid DEFAULT uuidv7() NOT NULL,
    entry text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE ONLY public.diary REPLICA IDENTITY FULL;

ALTER TABLE public.diary OWNER TO selfdb;

--
-- Name: events; Type: TABLE; Schema: public; Owner: selfdb
--

CREATE TABLE public.events (
    id integer NOT NULL,
    day date NOT NULL
)
PARTITION BY RANGE (day);

ALTER TABLE public.events OWNER TO selfdb;

--
-- Name: events_2026; Type: TABLE; Schema: public; Owner: selfdb
--

CREATE TABLE public.events_2026 (
    id integer CONSTRAINT events_id_not_null NOT NULL,
    day date CONSTRAINT events_day_not_null NOT NULL
);

ALTER TABLE public.events_2026 OWNER TO selfdb;

--
-- Name: measured; Type: TABLE; Schema: public; Owner: selfdb
--

CREATE TABLE public.measured (
    id integer NOT NULL,
    at timestamp with time zone DEFAULT now(),
    value numeric,
    CONSTRAINT measured_value_check CHECK ((value > (0)::numeric))
);

ALTER TABLE public.measured OWNER TO selfdb;

--
-- Name: measured_id_seq; Type: SEQUENCE; Schema: public; Owner: selfdb
--

CREATE SEQUENCE public.measured_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.measured_id_seq OWNER TO selfdb;

--
-- Name: measured_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: selfdb
--

ALTER SEQUENCE public.measured_id_seq OWNED BY public.measured.id;

--
-- Name: recent; Type: VIEW; Schema: public; Owner: selfdb
--

CREATE VIEW public.recent AS
 SELECT id,
    at,
    value
   FROM public.measured
  WHERE (value > (2)::numeric);

ALTER VIEW public.recent OWNER TO selfdb;

--
-- Name: blob_holds; Type: TABLE; Schema: selfdb; Owner: selfdb
--

CREATE TABLE selfdb.blob_holds (
    id uuid DEFAULT uuidv7() NOT NULL,
    reason text NOT NULL,
    taken_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

ALTER TABLE selfdb.blob_holds OWNER TO selfdb;

--
-- Name: buckets; Type: TABLE; Schema: selfdb; Owner: selfdb
--

CREATE TABLE selfdb.buckets (
    id uuid DEFAULT uuidv7() NOT NULL,
    name text NOT NULL,
    public boolean DEFAULT false NOT NULL,
    owner_id uuid NOT NULL,
    description text,
    max_file_size bigint,
    allowed_mime_types text[],
    file_count bigint DEFAULT 0 NOT NULL,
    total_size bigint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    deleted_at timestamp with time zone
);

ALTER TABLE selfdb.buckets OWNER TO selfdb;

--
-- Name: change_feed; Type: TABLE; Schema: selfdb; Owner: selfdb
--

CREATE TABLE selfdb.change_feed (
    id boolean DEFAULT true NOT NULL,
    epoch text NOT NULL,
    CONSTRAINT change_feed_id_check CHECK (id)
);

ALTER TABLE selfdb.change_feed OWNER TO selfdb;

--
-- Name: dead_segments; Type: TABLE; Schema: selfdb; Owner: selfdb
--

CREATE TABLE selfdb.dead_segments (
    blob_id uuid NOT NULL,
    segment text NOT NULL,
    died_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE selfdb.dead_segments OWNER TO selfdb;

--
-- Name: files; Type: TABLE; Schema: selfdb; Owner: selfdb
--

CREATE TABLE selfdb.files (
    id uuid DEFAULT uuidv7() NOT NULL,
    bucket_id uuid NOT NULL,
    path text NOT NULL COLLATE pg_catalog."C",
    folder text GENERATED ALWAYS AS (regexp_replace(path, '[^/]*$'::text, ''::text)) STORED NOT NULL COLLATE pg_catalog."C",
    name text GENERATED ALWAYS AS (regexp_replace(path, '^.*/'::text, ''::text)) STORED NOT NULL COLLATE pg_catalog."C",
    size bigint NOT NULL,
    mime_type text NOT NULL,
    checksum_sha256 text NOT NULL,
    blob_id uuid NOT NULL,
    segments jsonb NOT NULL,
    owner_id uuid NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT files_path_check CHECK ((octet_length(path) <= 1024))
);

ALTER TABLE selfdb.files OWNER TO selfdb;

--
-- Name: instance; Type: TABLE; Schema: selfdb; Owner: selfdb
--

CREATE TABLE selfdb.instance (
    singleton boolean DEFAULT true NOT NULL,
    first_login_at timestamp with time zone,
    CONSTRAINT instance_singleton_check CHECK (singleton)
);

ALTER TABLE selfdb.instance OWNER TO selfdb;

--
-- Name: login_failures; Type: TABLE; Schema: selfdb; Owner: selfdb
--

CREATE UNLOGGED TABLE selfdb.login_failures (
    subject text NOT NULL,
    failures double precision NOT NULL,
    failed_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE selfdb.login_failures OWNER TO selfdb;

--
-- Name: migrations; Type: TABLE; Schema: selfdb; Owner: selfdb
--

CREATE TABLE selfdb.migrations (
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE selfdb.migrations OWNER TO selfdb;

--
-- Name: sessions; Type: TABLE; Schema: selfdb; Owner: selfdb
--

CREATE TABLE selfdb.sessions (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    refresh_id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone
);

ALTER TABLE selfdb.sessions OWNER TO selfdb;

--
-- Name: sql_history; Type: TABLE; Schema: selfdb; Owner: selfdb
--

CREATE TABLE selfdb.sql_history (
    id uuid DEFAULT uuidv7() NOT NULL,
    user_id uuid NOT NULL,
    query text NOT NULL,
    read_only boolean NOT NULL,
    success boolean NOT NULL,
    error text,
    row_count bigint,
    execution_time_ms double precision NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE selfdb.sql_history OWNER TO selfdb;

--
-- Name: sql_snippets; Type: TABLE; Schema: selfdb; Owner: selfdb
--

CREATE TABLE selfdb.sql_snippets (
    id uuid DEFAULT uuidv7() NOT NULL,
    owner_id uuid NOT NULL,
    name text NOT NULL,
    sql_code text NOT NULL,
    description text,
    is_shared boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE selfdb.sql_snippets OWNER TO selfdb;

--
-- Name: storage_jobs; Type: TABLE; Schema: selfdb; Owner: selfdb
--

CREATE TABLE selfdb.storage_jobs (
    id uuid DEFAULT uuidv7() NOT NULL,
    kind text NOT NULL,
    owner_id uuid NOT NULL,
    bucket_id uuid,
    prefix text,
    file_ids uuid[],
    status text DEFAULT 'waiting'::text NOT NULL,
    total bigint,
    done bigint DEFAULT 0 NOT NULL,
    error text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT storage_jobs_kind_check CHECK ((kind = ANY (ARRAY['delete_files'::text, 'sweep'::text]))),
    CONSTRAINT storage_jobs_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text])))
);

ALTER TABLE selfdb.storage_jobs OWNER TO selfdb;

--
-- Name: tables; Type: TABLE; Schema: selfdb; Owner: selfdb
--

CREATE TABLE selfdb.tables (
    id uuid DEFAULT uuidv7() NOT NULL,
    relid regclass NOT NULL,
    owner_id uuid NOT NULL,
    public boolean DEFAULT false NOT NULL,
    realtime_enabled boolean DEFAULT false NOT NULL,
    description text,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    told_name name
);

ALTER TABLE selfdb.tables OWNER TO selfdb;

--
-- Name: uploads; Type: TABLE; Schema: selfdb; Owner: selfdb
--

CREATE TABLE selfdb.uploads (
    blob_id uuid NOT NULL,
    bucket_id uuid NOT NULL,
    owner_id uuid NOT NULL,
    path text NOT NULL,
    upsert boolean NOT NULL,
    size bigint NOT NULL,
    received bigint DEFAULT 0 NOT NULL,
    segments jsonb DEFAULT '[]'::jsonb NOT NULL,
    mime_type text,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    tus_metadata text,
    file_id uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

ALTER TABLE selfdb.uploads OWNER TO selfdb;

--
-- Name: users; Type: TABLE; Schema: selfdb; Owner: selfdb
--

CREATE TABLE selfdb.users (
    id uuid DEFAULT uuidv7() NOT NULL,
    email text NOT NULL,
    password_hash text NOT NULL,
    first_name text NOT NULL,
    last_name text NOT NULL,
    role text DEFAULT 'USER'::text NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT users_role_check CHECK ((role = ANY (ARRAY['USER'::text, 'ADMIN'::text])))
);

ALTER TABLE selfdb.users OWNER TO selfdb;

--
-- Name: events_2026; Type: TABLE ATTACH; Schema: public; Owner: selfdb
--

ALTER TABLE ONLY public.events ATTACH PARTITION public.events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');

--
-- Name: measured id; Type: DEFAULT; Schema: public; Owner: selfdb
--

ALTER TABLE ONLY public.measured ALTER COLUMN id SET DEFAULT nextval('public.measured_id_seq'::regclass);

--
-- Data for Name: books; Type: TABLE DATA; Schema: public; Owner: selfdb
--

INSERT INTO public.books VALUES ('01a23186-143f-7519-8b94-602b888dafc7', 'Dune', 1965, '{sand}', '2026-12-01 12:13:20.317954+00', '2026-12-01 12:13:20.317954+00');
INSERT INTO public.books VALUES ('01a23186-143f-789b-8531-ef2cff8e4923', 'Ubik', 1969, NULL, '2026-12-01 12:13:20.317954+00', '2026-12-01 12:13:20.317954+00');

--
-- Data for Name: diary; Type: TABLE DATA; Schema: public; Owner: selfdb
--

INSERT INTO public.diary VALUES ('01a23186-b071-74b0-bfd3-95e24f562958', 'Secret thoughts', '2026-12-01 12:14:00.304275+00', '2026-12-01 12:14:00.304275+00');

--
-- Data for Name: events_2026; Type: TABLE DATA; Schema: public; Owner: selfdb
--

INSERT INTO public.events_2026 VALUES (1, '2026-05-05');

--
-- Data for Name: measured; Type: TABLE DATA; Schema: public; Owner: selfdb
--

INSERT INTO public.measured VALUES (1, '2026-12-01 12:13:20.369906+00', 1);
INSERT INTO public.measured VALUES (2, '2026-12-01 12:13:20.369906+00', 2);
INSERT INTO public.measured VALUES (3, '2026-12-01 12:13:20.369906+00', 3);
INSERT INTO public.measured VALUES (4, '2026-12-01 12:13:20.369906+00', 4);
INSERT INTO public.measured VALUES (5, '2026-12-01 12:13:20.369906+00', 5);

--
-- Data for Name: blob_holds; Type: TABLE DATA; Schema: selfdb; Owner: selfdb
--

--
-- Data for Name: buckets; Type: TABLE DATA; Schema: selfdb; Owner: selfdb
--

INSERT INTO selfdb.buckets VALUES ('01a23186-1676-72fc-9cf7-9d0b6e5b8ebd', 'drafts', false, '01a23184-94e1-7036-ac49-18104bba7981', NULL, 1000000, NULL, 0, 0, '2026-12-01 12:13:20.885765+00', '2026-12-01 12:13:20.885765+00', NULL);
INSERT INTO selfdb.buckets VALUES ('01a23186-1574-7b5a-a684-cc41c812a3e9', 'notes', true, '01a23184-94e1-7036-ac49-18104bba7981', NULL, NULL, NULL, 1, 14, '2026-12-01 12:13:20.627984+00', '2026-12-01 12:13:20.627984+00', NULL);
INSERT INTO selfdb.buckets VALUES ('01a23186-b0d9-7657-83c9-8fa2b2859e1b', 'ada', false, '01a23186-a75e-7541-b964-028a4d33e693', NULL, NULL, NULL, 2, 28, '2026-12-01 12:14:00.408971+00', '2026-12-01 12:14:00.408971+00', NULL);

--
-- Data for Name: change_feed; Type: TABLE DATA; Schema: selfdb; Owner: selfdb
--

INSERT INTO selfdb.change_feed VALUES (true, 'z7uwitti59');

--
-- Data for Name: dead_segments; Type: TABLE DATA; Schema: selfdb; Owner: selfdb
--

INSERT INTO selfdb.dead_segments VALUES ('01a23186-b5ea-75c0-b54d-42f90eeefa47', '0', '2026-12-01 12:14:02.067298+00');

--
-- Data for Name: files; Type: TABLE DATA; Schema: selfdb; Owner: selfdb
--

INSERT INTO selfdb.files VALUES ('01a23186-2891-7448-a6a7-1483419efe6f', '01a23186-1574-7b5a-a684-cc41c812a3e9', '2026/readme.md', DEFAULT, DEFAULT, 14, 'text/plain', 'fa5e04f341798077fb04d2b939cde3b96f6930fe7d06777a8a434577fbdfa1bb', '01a23186-2886-7507-be6e-05004d69b322', '[["0", 14]]', '01a23184-94e1-7036-ac49-18104bba7981', '{}', '2026-12-01 12:13:25.519542+00', '2026-12-01 12:13:25.519542+00');
INSERT INTO selfdb.files VALUES ('01a23186-b2a3-77b0-a438-745f58dd77be', '01a23186-b0d9-7657-83c9-8fa2b2859e1b', 'letters/hello.txt', DEFAULT, DEFAULT, 14, 'text/plain', 'fa5e04f341798077fb04d2b939cde3b96f6930fe7d06777a8a434577fbdfa1bb', '01a23186-b26e-72c0-934e-a6688e3a63ea', '[["0", 14]]', '01a23186-a75e-7541-b964-028a4d33e693', '{}', '2026-12-01 12:14:00.86673+00', '2026-12-01 12:14:00.86673+00');
INSERT INTO selfdb.files VALUES ('01a23186-b303-7579-b03c-3e69bf0ad4a8', '01a23186-b0d9-7657-83c9-8fa2b2859e1b', 'café.txt', DEFAULT, DEFAULT, 14, 'text/plain', 'fa5e04f341798077fb04d2b939cde3b96f6930fe7d06777a8a434577fbdfa1bb', '01a23186-b2ee-7581-a695-e8aa61757ed3', '[["0", 14]]', '01a23186-a75e-7541-b964-028a4d33e693', '{}', '2026-12-01 12:14:00.962558+00', '2026-12-01 12:14:00.962558+00');

--
-- Data for Name: instance; Type: TABLE DATA; Schema: selfdb; Owner: selfdb
--

INSERT INTO selfdb.instance VALUES (true, '2026-12-01 12:13:20.020288+00');

--
-- Data for Name: login_failures; Type: TABLE DATA; Schema: selfdb; Owner: selfdb
--

INSERT INTO selfdb.login_failures VALUES ('address:127.0.0.1', 0, '2026-12-01 12:14:02.613001+00');

--
-- Data for Name: migrations; Type: TABLE DATA; Schema: selfdb; Owner: selfdb
--

INSERT INTO selfdb.migrations VALUES ('0001_users.sql', 'c8cefed9c565270f02d932cb45bcf0daeced2c9c00a34da92a410ddef4d6afdf', '2026-12-01 12:11:41.861714+00');
INSERT INTO selfdb.migrations VALUES ('0002_tables.sql', 'e6baec33595ce4c89b71ae6b27213743537215c13407540231b32527954c1897', '2026-12-01 12:11:41.873884+00');
INSERT INTO selfdb.migrations VALUES ('0003_sql.sql', 'a51067da5bc53ee5ead05882270565628a8b9940021afc01f4bc979814b755c3', '2026-12-01 12:11:41.879468+00');
INSERT INTO selfdb.migrations VALUES ('0004_catalog.sql', 'b5469ae21e3ec33f07db8fc74266391692edbbbc03c10ff4f880be07b9790bce', '2026-12-01 12:11:41.886528+00');
INSERT INTO selfdb.migrations VALUES ('0005_keys_and_checks.sql', '675c052b65e060fab8e3156002a4e8d604f197253f841f062bcbc9be53c56b8e', '2026-12-01 12:11:41.888962+00');
INSERT INTO selfdb.migrations VALUES ('0006_storage.sql', '2c82855ba1fdb6bd674fa6006c01b9633459f48d0255f1877355874ca5f4605e', '2026-12-01 12:11:41.890301+00');
INSERT INTO selfdb.migrations VALUES ('0007_realtime.sql', '218997fe021f61b38f8faf9c6a20e6f4107220a382170916c32d38d7e40d400c', '2026-12-01 12:11:41.915154+00');
INSERT INTO selfdb.migrations VALUES ('0008_feed.sql', 'a6b51d33c4d4d93e50e3ed35fc2acce62f2363e51c70ad4cc64ce335668430e3', '2026-12-01 12:11:41.917604+00');
INSERT INTO selfdb.migrations VALUES ('0009_rights.sql', '27e0f5d06ca7456c5d51f90c37846c83a26bf0386d1adfee6609e0b32c42eb3a', '2026-12-01 12:11:41.92103+00');

--
-- Data for Name: sessions; Type: TABLE DATA; Schema: selfdb; Owner: selfdb
--

INSERT INTO selfdb.sessions VALUES ('01a23186-1315-7701-8ef5-ab7625ce9865', '01a23184-94e1-7036-ac49-18104bba7981', '78639387-565d-49d5-9e26-0be6617c0fb9', '2026-12-01 12:13:20.020288+00', '2026-12-31 12:13:20.020288+00', NULL);
INSERT INTO selfdb.sessions VALUES ('01a23186-a38c-7384-929e-6fdf2b96262f', '01a23184-94e1-7036-ac49-18104bba7981', 'b3a57f17-3560-4793-be1f-0886864007da', '2026-12-01 12:13:57.003643+00', '2026-12-31 12:13:57.003643+00', NULL);
INSERT INTO selfdb.sessions VALUES ('01a23186-aec6-7e6d-8a25-3c68f26ab31a', '01a23186-a75e-7541-b964-028a4d33e693', 'dcee4d82-5a5a-4ad2-8ed7-e8aa849dd9f2', '2026-12-01 12:13:59.878317+00', '2026-12-31 12:13:59.878317+00', NULL);
INSERT INTO selfdb.sessions VALUES ('01a23186-bc8a-77be-998f-a44d2d0e0e75', '01a23186-aa62-7424-96cf-e5f443e01bf4', '991c7723-c96b-4924-be75-fd051e015ce4', '2026-12-01 12:14:03.401997+00', '2026-12-31 12:14:03.401997+00', '2026-12-01 12:14:03.523537+00');

--
-- Data for Name: sql_history; Type: TABLE DATA; Schema: selfdb; Owner: selfdb
--

INSERT INTO selfdb.sql_history VALUES ('01a23186-1487-7b49-835c-efae1973ce97', '01a23184-94e1-7036-ac49-18104bba7981', 'create table measured (id serial primary key, at timestamptz default now(), value numeric check (value > 0)); insert into measured (value) select n from generate_series(1, 5) n; create view recent as select * from measured where value > 2; create table events (id int, day date, primary key (id, day)) partition by range (day); create table events_2026 partition of events for values from ($$2026-01-01$$) to ($$2027-01-01$$); insert into events values (1, $$2026-05-05$$)', false, true, NULL, 6, 12, '2026-12-01 12:13:20.391171+00');
INSERT INTO selfdb.sql_history VALUES ('01a23186-152a-7c48-95ed-81cf49144055', '01a23184-94e1-7036-ac49-18104bba7981', 'select title, 2026 - year as age from books order by age', false, true, NULL, 2, 1, '2026-12-01 12:13:20.554402+00');

--
-- Data for Name: sql_snippets; Type: TABLE DATA; Schema: selfdb; Owner: selfdb
--

INSERT INTO selfdb.sql_snippets VALUES ('01a23186-154f-7605-b742-61308edf33b6', '01a23184-94e1-7036-ac49-18104bba7981', 'ages', 'select 1', 'of books', false, '2026-12-01 12:13:20.590693+00', '2026-12-01 12:13:20.590693+00');

--
-- Data for Name: storage_jobs; Type: TABLE DATA; Schema: selfdb; Owner: selfdb
--

--
-- Data for Name: tables; Type: TABLE DATA; Schema: selfdb; Owner: selfdb
--

INSERT INTO selfdb.tables VALUES ('01a23186-1389-700b-b423-bc11666f4df1', 'public.books', '01a23184-94e1-7036-ac49-18104bba7981', true, true, 'Read by all', '{"shelf": 3}', 1, '2026-12-01 12:13:20.133629+00', '2026-12-01 12:13:20.133629+00', 'books');
INSERT INTO selfdb.tables VALUES ('01a23186-14aa-7728-8f12-142f6e89c12a', 'public.measured', '01a23184-94e1-7036-ac49-18104bba7981', false, false, NULL, '{}', 1, '2026-12-01 12:13:20.424279+00', '2026-12-01 12:13:20.424279+00', 'measured');
INSERT INTO selfdb.tables VALUES ('01a23186-14aa-79c1-9a60-215fa7a706a8', 'public.events', '01a23184-94e1-7036-ac49-18104bba7981', false, false, NULL, '{}', 1, '2026-12-01 12:13:20.424279+00', '2026-12-01 12:13:20.424279+00', 'events');
INSERT INTO selfdb.tables VALUES ('01a23186-af1e-78ba-9aa7-ac5753557493', 'public.diary', '01a23186-a75e-7541-b964-028a4d33e693', false, true, NULL, '{}', 1, '2026-12-01 12:13:59.964285+00', '2026-12-01 12:13:59.964285+00', 'diary');

--
-- Data for Name: uploads; Type: TABLE DATA; Schema: selfdb; Owner: selfdb
--

INSERT INTO selfdb.uploads VALUES ('01a23186-b7aa-750e-8520-266ad50f110e', '01a23186-b0d9-7657-83c9-8fa2b2859e1b', '01a23186-a75e-7541-b964-028a4d33e693', 'half.txt', false, 20, 0, '[]', NULL, '{}', 'bucket_id MDFhMjMxODYtYjBkOS03NjU3LTgzYzktOGZhMmIyODU5ZTFi,path aGFsZi50eHQ=', NULL, '2026-12-01 12:14:02.155962+00', '2026-12-02 12:14:02.155962+00');

--
-- Data for Name: users; Type: TABLE DATA; Schema: selfdb; Owner: selfdb
--

INSERT INTO selfdb.users VALUES ('01a23184-94e1-7036-ac49-18104bba7981', 'admin@example.com', 'scrypt$32768$8$3$42fW/54/Xp+DsiJHjT37PQ==$qMTJsD8SBfkuspLQx4Mqo3Ji4rFfg5EMWqpTS5njXD0=', 'Admin', 'User', 'ADMIN', true, '2026-12-01 12:11:42.176571+00', '2026-12-01 12:11:42.176571+00');
INSERT INTO selfdb.users VALUES ('01a23186-a75e-7541-b964-028a4d33e693', 'ada@example.com', 'scrypt$32768$8$3$UGPagS5Q9IfIAxrc7mdC0g==$QQIagM8CC9MO/PNxnf9iJOFNa4seKqp8gjbEYPRLiAI=', 'Ada', 'Lovelace', 'USER', true, '2026-12-01 12:13:57.981656+00', '2026-12-01 12:13:57.981656+00');
INSERT INTO selfdb.users VALUES ('01a23186-aa62-7424-96cf-e5f443e01bf4', 'off@example.com', 'scrypt$32768$8$3$UuG8j/dPi1U/VVBhBkeVAQ==$t/SaM4Qc5kWkSImEgH0dRELsjowSya0M6kzAjbL9fzg=', 'Olaf', 'Off', 'USER', false, '2026-12-01 12:13:58.753803+00', '2026-12-01 12:14:03.523537+00');

--
-- Name: measured_id_seq; Type: SEQUENCE SET; Schema: public; Owner: selfdb
--

SELECT pg_catalog.setval('public.measured_id_seq', 5, true);

--
-- Name: books books_pkey; Type: CONSTRAINT; Schema: public; Owner: selfdb
--

ALTER TABLE ONLY public.books
    ADD CONSTRAINT books_pkey PRIMARY KEY (id);

--
-- Name: diary diary_pkey; Type: CONSTRAINT; Schema: public; Owner: selfdb
--

ALTER TABLE ONLY public.diary
    ADD CONSTRAINT diary_pkey PRIMARY KEY (id);

--
-- Name: events events_pkey; Type: CONSTRAINT; Schema: public; Owner: selfdb
--

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (id, day);

--
-- Name: events_2026 events_2026_pkey; Type: CONSTRAINT; Schema: public; Owner: selfdb
--

ALTER TABLE ONLY public.events_2026
    ADD CONSTRAINT events_2026_pkey PRIMARY KEY (id, day);

--
-- Name: measured measured_pkey; Type: CONSTRAINT; Schema: public; Owner: selfdb
--

ALTER TABLE ONLY public.measured
    ADD CONSTRAINT measured_pkey PRIMARY KEY (id);

--
-- Name: blob_holds blob_holds_pkey; Type: CONSTRAINT; Schema: selfdb; Owner: selfdb
--

ALTER TABLE ONLY selfdb.blob_holds
    ADD CONSTRAINT blob_holds_pkey PRIMARY KEY (id);

--
-- Name: buckets buckets_pkey; Type: CONSTRAINT; Schema: selfdb; Owner: selfdb
--

ALTER TABLE ONLY selfdb.buckets
    ADD CONSTRAINT buckets_pkey PRIMARY KEY (id);

--
-- Name: change_feed change_feed_pkey; Type: CONSTRAINT; Schema: selfdb; Owner: selfdb
--

ALTER TABLE ONLY selfdb.change_feed
    ADD CONSTRAINT change_feed_pkey PRIMARY KEY (id);

--
-- Name: dead_segments dead_segments_pkey; Type: CONSTRAINT; Schema: selfdb; Owner: selfdb
--

ALTER TABLE ONLY selfdb.dead_segments
    ADD CONSTRAINT dead_segments_pkey PRIMARY KEY (blob_id, segment);

--
-- Name: files files_pkey; Type: CONSTRAINT; Schema: selfdb; Owner: selfdb
--

ALTER TABLE ONLY selfdb.files
    ADD CONSTRAINT files_pkey PRIMARY KEY (id);

--
-- Name: instance instance_pkey; Type: CONSTRAINT; Schema: selfdb; Owner: selfdb
--

ALTER TABLE ONLY selfdb.instance
    ADD CONSTRAINT instance_pkey PRIMARY KEY (singleton);

--
-- Name: login_failures login_failures_pkey; Type: CONSTRAINT; Schema: selfdb; Owner: selfdb
--

ALTER TABLE ONLY selfdb.login_failures
    ADD CONSTRAINT login_failures_pkey PRIMARY KEY (subject);

--
-- Name: migrations migrations_pkey; Type: CONSTRAINT; Schema: selfdb; Owner: selfdb
--

ALTER TABLE ONLY selfdb.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (name);

--
-- Name: sessions sessions_pkey; Type: CONSTRAINT; Schema: selfdb; Owner: selfdb
--

ALTER TABLE ONLY selfdb.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);

--
-- Name: sql_history sql_history_pkey; Type: CONSTRAINT; Schema: selfdb; Owner: selfdb
--

ALTER TABLE ONLY selfdb.sql_history
    ADD CONSTRAINT sql_history_pkey PRIMARY KEY (id);

--
-- Name: sql_snippets sql_snippets_pkey; Type: CONSTRAINT; Schema: selfdb; Owner: selfdb
--

ALTER TABLE ONLY selfdb.sql_snippets
    ADD CONSTRAINT sql_snippets_pkey PRIMARY KEY (id);

--
-- Name: storage_jobs storage_jobs_pkey; Type: CONSTRAINT; Schema: selfdb; Owner: selfdb
--

ALTER TABLE ONLY selfdb.storage_jobs
    ADD CONSTRAINT storage_jobs_pkey PRIMARY KEY (id);

--
-- Name: tables tables_pkey; Type: CONSTRAINT; Schema: selfdb; Owner: selfdb
--

ALTER TABLE ONLY selfdb.tables
    ADD CONSTRAINT tables_pkey PRIMARY KEY (id);

--
-- Name: tables tables_relid_key; Type: CONSTRAINT; Schema: selfdb; Owner: selfdb
--

ALTER TABLE ONLY selfdb.tables
    ADD CONSTRAINT tables_relid_key UNIQUE (relid);

--
-- Name: uploads uploads_pkey; Type: CONSTRAINT; Schema: selfdb; Owner: selfdb
--

ALTER TABLE ONLY selfdb.uploads
    ADD CONSTRAINT uploads_pkey PRIMARY KEY (blob_id);

--
-- Name: users users_pkey; Type: CONSTRAINT; Schema: selfdb; Owner: selfdb
--

ALTER TABLE ONLY selfdb.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);

--
-- Name: buckets_deleted; Type: INDEX; Schema: selfdb; Owner: selfdb
--

CREATE INDEX buckets_deleted ON selfdb.buckets USING btree (deleted_at) WHERE (deleted_at IS NOT NULL);

--
-- Name: buckets_name; Type: INDEX; Schema: selfdb; Owner: selfdb
--

CREATE UNIQUE INDEX buckets_name ON selfdb.buckets USING btree (name) WHERE (deleted_at IS NULL);

--
-- Name: buckets_owner; Type: INDEX; Schema: selfdb; Owner: selfdb
--

CREATE INDEX buckets_owner ON selfdb.buckets USING btree (owner_id);

--
-- Name: dead_segments_died_at; Type: INDEX; Schema: selfdb; Owner: selfdb
--

CREATE INDEX dead_segments_died_at ON selfdb.dead_segments USING btree (died_at);

--
-- Name: files_blob; Type: INDEX; Schema: selfdb; Owner: selfdb
--

CREATE INDEX files_blob ON selfdb.files USING btree (blob_id);

--
-- Name: files_created_at; Type: INDEX; Schema: selfdb; Owner: selfdb
--

CREATE INDEX files_created_at ON selfdb.files USING btree (bucket_id, created_at, id);

--
-- Name: files_folder; Type: INDEX; Schema: selfdb; Owner: selfdb
--

CREATE INDEX files_folder ON selfdb.files USING btree (bucket_id, folder);

--
-- Name: files_owner; Type: INDEX; Schema: selfdb; Owner: selfdb
--

CREATE INDEX files_owner ON selfdb.files USING btree (owner_id);

--
-- Name: files_path; Type: INDEX; Schema: selfdb; Owner: selfdb
--

CREATE UNIQUE INDEX files_path ON selfdb.files USING btree (bucket_id, path);

--
-- Name: sessions_expires_at; Type: INDEX; Schema: selfdb; Owner: selfdb
--

CREATE INDEX sessions_expires_at ON selfdb.sessions USING btree (expires_at);

--
-- Name: sessions_user; Type: INDEX; Schema: selfdb; Owner: selfdb
--

CREATE INDEX sessions_user ON selfdb.sessions USING btree (user_id);

--
-- Name: sql_history_user; Type: INDEX; Schema: selfdb; Owner: selfdb
--

CREATE INDEX sql_history_user ON selfdb.sql_history USING btree (user_id, created_at DESC);

--
-- Name: sql_snippets_owner; Type: INDEX; Schema: selfdb; Owner: selfdb
--

CREATE INDEX sql_snippets_owner ON selfdb.sql_snippets USING btree (owner_id);

--
-- Name: storage_jobs_open; Type: INDEX; Schema: selfdb; Owner: selfdb
--

CREATE INDEX storage_jobs_open ON selfdb.storage_jobs USING btree (created_at) WHERE (status = ANY (ARRAY['waiting'::text, 'running'::text]));

--
-- Name: storage_jobs_owner; Type: INDEX; Schema: selfdb; Owner: selfdb
--

CREATE INDEX storage_jobs_owner ON selfdb.storage_jobs USING btree (owner_id);

--
-- Name: tables_owner; Type: INDEX; Schema: selfdb; Owner: selfdb
--

CREATE INDEX tables_owner ON selfdb.tables USING btree (owner_id);

--
-- Name: uploads_bucket; Type: INDEX; Schema: selfdb; Owner: selfdb
--

CREATE INDEX uploads_bucket ON selfdb.uploads USING btree (bucket_id);

--
-- Name: uploads_expires_at; Type: INDEX; Schema: selfdb; Owner: selfdb
--

CREATE INDEX uploads_expires_at ON selfdb.uploads USING btree (expires_at);

--
-- Name: uploads_owner; Type: INDEX; Schema: selfdb; Owner: selfdb
--

CREATE INDEX uploads_owner ON selfdb.uploads USING btree (owner_id);

--
-- Name: users_created_at; Type: INDEX; Schema: selfdb; Owner: selfdb
--

CREATE INDEX users_created_at ON selfdb.users USING btree (created_at, id);

--
-- Name: users_email_key; Type: INDEX; Schema: selfdb; Owner: selfdb
--

CREATE UNIQUE INDEX users_email_key ON selfdb.users USING btree (lower(email));

--
-- Name: events_2026_pkey; Type: INDEX ATTACH; Schema: public; Owner: selfdb
--

ALTER INDEX public.events_pkey ATTACH PARTITION public.events_2026_pkey;

--
-- Name: books selfdb_touch; Type: TRIGGER; Schema: public; Owner: selfdb
--

CREATE TRIGGER selfdb_touch BEFORE UPDATE ON public.books FOR EACH ROW EXECUTE FUNCTION selfdb.touch_updated_at();

--
-- Name: diary selfdb_touch; Type: TRIGGER; Schema: public; Owner: selfdb
--

CREATE TRIGGER selfdb_touch BEFORE UPDATE ON public.diary FOR EACH ROW EXECUTE FUNCTION selfdb.touch_updated_at();

--
-- Name: files files_deleted; Type: TRIGGER; Schema: selfdb; Owner: selfdb
--

CREATE TRIGGER files_deleted AFTER DELETE ON selfdb.files REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION selfdb.files_deleted();

--
-- Name: files files_inserted; Type: TRIGGER; Schema: selfdb; Owner: selfdb
--

CREATE TRIGGER files_inserted AFTER INSERT ON selfdb.files REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION selfdb.files_inserted();

--
-- Name: files files_updated; Type: TRIGGER; Schema: selfdb; Owner: selfdb
--

CREATE TRIGGER files_updated AFTER UPDATE ON selfdb.files REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION selfdb.files_updated();

--
-- Name: tables follow_realtime_on_insert; Type: TRIGGER; Schema: selfdb; Owner: selfdb
--

CREATE TRIGGER follow_realtime_on_insert AFTER INSERT ON selfdb.tables FOR EACH ROW WHEN (new.realtime_enabled) EXECUTE FUNCTION selfdb.follow_realtime_flag();

--
-- Name: tables follow_realtime_on_update; Type: TRIGGER; Schema: selfdb; Owner: selfdb
--

CREATE TRIGGER follow_realtime_on_update AFTER UPDATE OF realtime_enabled ON selfdb.tables FOR EACH ROW WHEN ((old.realtime_enabled <> new.realtime_enabled)) EXECUTE FUNCTION selfdb.follow_realtime_flag();

--
-- Name: tables note_table_name; Type: TRIGGER; Schema: selfdb; Owner: selfdb
--

CREATE TRIGGER note_table_name BEFORE INSERT OR UPDATE ON selfdb.tables FOR EACH ROW EXECUTE FUNCTION selfdb.note_table_name();

--
-- Name: sessions tell_rights_gone; Type: TRIGGER; Schema: selfdb; Owner: selfdb
--

CREATE TRIGGER tell_rights_gone AFTER DELETE ON selfdb.sessions FOR EACH ROW EXECUTE FUNCTION selfdb.tell_session_rights();

--
-- Name: tables tell_rights_gone; Type: TRIGGER; Schema: selfdb; Owner: selfdb
--

CREATE TRIGGER tell_rights_gone AFTER DELETE ON selfdb.tables FOR EACH ROW EXECUTE FUNCTION selfdb.tell_table_rights();

--
-- Name: users tell_rights_gone; Type: TRIGGER; Schema: selfdb; Owner: selfdb
--

CREATE TRIGGER tell_rights_gone AFTER DELETE ON selfdb.users FOR EACH ROW EXECUTE FUNCTION selfdb.tell_user_rights();

--
-- Name: sessions tell_session_rights; Type: TRIGGER; Schema: selfdb; Owner: selfdb
--

CREATE TRIGGER tell_session_rights AFTER UPDATE ON selfdb.sessions FOR EACH ROW WHEN (((old.revoked_at IS DISTINCT FROM new.revoked_at) OR (old.expires_at IS DISTINCT FROM new.expires_at))) EXECUTE FUNCTION selfdb.tell_session_rights();

--
-- Name: tables tell_table_rights; Type: TRIGGER; Schema: selfdb; Owner: selfdb
--

CREATE TRIGGER tell_table_rights AFTER UPDATE ON selfdb.tables FOR EACH ROW WHEN (((((((old.relid)::oid IS DISTINCT FROM (new.relid)::oid) OR (old.told_name IS DISTINCT FROM new.told_name)) OR (old.owner_id IS DISTINCT FROM new.owner_id)) OR (old.public IS DISTINCT FROM new.public)) OR (old.realtime_enabled IS DISTINCT FROM new.realtime_enabled))) EXECUTE FUNCTION selfdb.tell_table_rights();

--
-- Name: users tell_user_rights; Type: TRIGGER; Schema: selfdb; Owner: selfdb
--

CREATE TRIGGER tell_user_rights AFTER UPDATE ON selfdb.users FOR EACH ROW WHEN (((old.role IS DISTINCT FROM new.role) OR (old.is_active IS DISTINCT FROM new.is_active))) EXECUTE FUNCTION selfdb.tell_user_rights();

--
-- Name: uploads uploads_deleted; Type: TRIGGER; Schema: selfdb; Owner: selfdb
--

CREATE TRIGGER uploads_deleted AFTER DELETE ON selfdb.uploads REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION selfdb.uploads_deleted();

--
-- Name: buckets buckets_owner_id_fkey; Type: FK CONSTRAINT; Schema: selfdb; Owner: selfdb
--

ALTER TABLE ONLY selfdb.buckets
    ADD CONSTRAINT buckets_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES selfdb.users(id);

--
-- Name: files files_bucket_id_fkey; Type: FK CONSTRAINT; Schema: selfdb; Owner: selfdb
--

ALTER TABLE ONLY selfdb.files
    ADD CONSTRAINT files_bucket_id_fkey FOREIGN KEY (bucket_id) REFERENCES selfdb.buckets(id);

--
-- Name: files files_owner_id_fkey; Type: FK CONSTRAINT; Schema: selfdb; Owner: selfdb
--

ALTER TABLE ONLY selfdb.files
    ADD CONSTRAINT files_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES selfdb.users(id);

--
-- Name: sessions sessions_user_id_fkey; Type: FK CONSTRAINT; Schema: selfdb; Owner: selfdb
--

ALTER TABLE ONLY selfdb.sessions
    ADD CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES selfdb.users(id) ON DELETE CASCADE;

--
-- Name: sql_history sql_history_user_id_fkey; Type: FK CONSTRAINT; Schema: selfdb; Owner: selfdb
--

ALTER TABLE ONLY selfdb.sql_history
    ADD CONSTRAINT sql_history_user_id_fkey FOREIGN KEY (user_id) REFERENCES selfdb.users(id) ON DELETE CASCADE;

--
-- Name: sql_snippets sql_snippets_owner_id_fkey; Type: FK CONSTRAINT; Schema: selfdb; Owner: selfdb
--

ALTER TABLE ONLY selfdb.sql_snippets
    ADD CONSTRAINT sql_snippets_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES selfdb.users(id);

--
-- Name: storage_jobs storage_jobs_bucket_id_fkey; Type: FK CONSTRAINT; Schema: selfdb; Owner: selfdb
--

ALTER TABLE ONLY selfdb.storage_jobs
    ADD CONSTRAINT storage_jobs_bucket_id_fkey FOREIGN KEY (bucket_id) REFERENCES selfdb.buckets(id) ON DELETE SET NULL;

--
-- Name: storage_jobs storage_jobs_owner_id_fkey; Type: FK CONSTRAINT; Schema: selfdb; Owner: selfdb
--

ALTER TABLE ONLY selfdb.storage_jobs
    ADD CONSTRAINT storage_jobs_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES selfdb.users(id) ON DELETE CASCADE;

--
-- Name: tables tables_owner_id_fkey; Type: FK CONSTRAINT; Schema: selfdb; Owner: selfdb
--

ALTER TABLE ONLY selfdb.tables
    ADD CONSTRAINT tables_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES selfdb.users(id);

--
-- Name: uploads uploads_bucket_id_fkey; Type: FK CONSTRAINT; Schema: selfdb; Owner: selfdb
--

ALTER TABLE ONLY selfdb.uploads
    ADD CONSTRAINT uploads_bucket_id_fkey FOREIGN KEY (bucket_id) REFERENCES selfdb.buckets(id);

--
-- Name: uploads uploads_owner_id_fkey; Type: FK CONSTRAINT; Schema: selfdb; Owner: selfdb
--

ALTER TABLE ONLY selfdb.uploads
    ADD CONSTRAINT uploads_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES selfdb.users(id) ON DELETE CASCADE;

--
-- Name: selfdb_realtime; Type: PUBLICATION; Schema: -; Owner: selfdb
--

CREATE PUBLICATION selfdb_realtime WITH (publish = 'insert, update, delete, truncate', publish_via_partition_root = true, publish_generated_columns = stored);

ALTER PUBLICATION selfdb_realtime OWNER TO selfdb;

--
-- Name: selfdb_realtime books; Type: PUBLICATION TABLE; Schema: public; Owner: selfdb
--

ALTER PUBLICATION selfdb_realtime ADD TABLE ONLY public.books;

--
-- Name: selfdb_realtime diary; Type: PUBLICATION TABLE; Schema: public; Owner: selfdb
--

ALTER PUBLICATION selfdb_realtime ADD TABLE ONLY public.diary;

--
-- PostgreSQL database dump complete
--

