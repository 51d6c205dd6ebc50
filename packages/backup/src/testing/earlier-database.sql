--
-- PostgreSQL database dump
--

\restrict 2CgW2xGbCMXpOI74dU3C1PWQockqpKwIMQDZVjmwN4ZTQlHDQvLH3uGj6OUm5Ac

-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: uuid-ossp; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS "uuid-ossp" WITH SCHEMA public;


--
-- Name: EXTENSION "uuid-ossp"; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION "uuid-ossp" IS 'generate universally unique identifiers (UUIDs)';


--
-- Name: userrole; Type: TYPE; Schema: public; Owner: selfdb_user
--

CREATE TYPE public.userrole AS ENUM (
    'USER',
    'ADMIN'
);


ALTER TYPE public.userrole OWNER TO selfdb_user;

--
-- Name: update_updated_at_column(); Type: FUNCTION; Schema: public; Owner: selfdb_user
--

CREATE FUNCTION public.update_updated_at_column() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  NEW.updated_at = now();
  RETURN NEW;
END;
$$;


ALTER FUNCTION public.update_updated_at_column() OWNER TO selfdb_user;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: books; Type: TABLE; Schema: public; Owner: selfdb_user
--

CREATE TABLE public.books (
    id uuid DEFAULT public.uuid_generate_v4() NOT NULL,
    title text NOT NULL,
    price numeric(10,2),
    user_id uuid,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone DEFAULT now()
);


ALTER TABLE public.books OWNER TO selfdb_user;

--
-- Name: users; Type: TABLE; Schema: public; Owner: selfdb_user
--

CREATE TABLE public.users (
    id uuid DEFAULT public.uuid_generate_v4() NOT NULL,
    email character varying(255) NOT NULL,
    password character varying(255) NOT NULL,
    first_name character varying(100),
    last_name character varying(100),
    role public.userrole DEFAULT 'USER'::public.userrole NOT NULL,
    is_active boolean DEFAULT true NOT NULL,
    created_at timestamp without time zone DEFAULT now(),
    updated_at timestamp without time zone DEFAULT now()
);


ALTER TABLE public.users OWNER TO selfdb_user;

--
-- Name: authors; Type: VIEW; Schema: public; Owner: selfdb_user
--

CREATE VIEW public.authors AS
 SELECT u.email,
    b.title
   FROM (public.users u
     JOIN public.books b ON ((b.user_id = u.id)));


ALTER TABLE public.authors OWNER TO selfdb_user;

--
-- Name: buckets; Type: TABLE; Schema: public; Owner: selfdb_user
--

CREATE TABLE public.buckets (
    id uuid DEFAULT public.uuid_generate_v4() NOT NULL,
    name character varying(255) NOT NULL,
    owner_id uuid,
    public boolean DEFAULT false,
    description text,
    file_size_limit bigint,
    allowed_mime_types text[],
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone DEFAULT now()
);


ALTER TABLE public.buckets OWNER TO selfdb_user;

--
-- Name: files; Type: TABLE; Schema: public; Owner: selfdb_user
--

CREATE TABLE public.files (
    id uuid DEFAULT public.uuid_generate_v4() NOT NULL,
    bucket_id uuid NOT NULL,
    name text NOT NULL,
    path text NOT NULL,
    size bigint NOT NULL,
    mime_type text,
    owner_id uuid,
    metadata jsonb,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone DEFAULT now()
);


ALTER TABLE public.files OWNER TO selfdb_user;

--
-- Name: functions; Type: TABLE; Schema: public; Owner: selfdb_user
--

CREATE TABLE public.functions (
    id uuid DEFAULT public.uuid_generate_v4() NOT NULL,
    name text NOT NULL,
    code text,
    owner_id uuid
);


ALTER TABLE public.functions OWNER TO selfdb_user;

--
-- Name: notes; Type: TABLE; Schema: public; Owner: selfdb_user
--

CREATE TABLE public.notes (
    id integer NOT NULL,
    body text
);


ALTER TABLE public.notes OWNER TO selfdb_user;

--
-- Name: notes_id_seq; Type: SEQUENCE; Schema: public; Owner: selfdb_user
--

CREATE SEQUENCE public.notes_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.notes_id_seq OWNER TO selfdb_user;

--
-- Name: notes_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: selfdb_user
--

ALTER SEQUENCE public.notes_id_seq OWNED BY public.notes.id;


--
-- Name: readings; Type: TABLE; Schema: public; Owner: selfdb_user
--

CREATE TABLE public.readings (
    at timestamp with time zone DEFAULT now() NOT NULL,
    value double precision
);


ALTER TABLE public.readings OWNER TO selfdb_user;

--
-- Name: refresh_tokens; Type: TABLE; Schema: public; Owner: selfdb_user
--

CREATE TABLE public.refresh_tokens (
    id integer NOT NULL,
    user_id uuid,
    token text
);


ALTER TABLE public.refresh_tokens OWNER TO selfdb_user;

--
-- Name: refresh_tokens_id_seq; Type: SEQUENCE; Schema: public; Owner: selfdb_user
--

CREATE SEQUENCE public.refresh_tokens_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.refresh_tokens_id_seq OWNER TO selfdb_user;

--
-- Name: refresh_tokens_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: selfdb_user
--

ALTER SEQUENCE public.refresh_tokens_id_seq OWNED BY public.refresh_tokens.id;


--
-- Name: system_config; Type: TABLE; Schema: public; Owner: selfdb_user
--

CREATE TABLE public.system_config (
    id integer NOT NULL,
    initialized boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now()
);


ALTER TABLE public.system_config OWNER TO selfdb_user;

--
-- Name: system_config_id_seq; Type: SEQUENCE; Schema: public; Owner: selfdb_user
--

CREATE SEQUENCE public.system_config_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.system_config_id_seq OWNER TO selfdb_user;

--
-- Name: system_config_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: selfdb_user
--

ALTER SEQUENCE public.system_config_id_seq OWNED BY public.system_config.id;


--
-- Name: tables; Type: TABLE; Schema: public; Owner: selfdb_user
--

CREATE TABLE public.tables (
    id uuid DEFAULT public.uuid_generate_v4() NOT NULL,
    name character varying(63) NOT NULL,
    owner_id uuid,
    table_schema jsonb DEFAULT '{}'::jsonb NOT NULL,
    public boolean DEFAULT false NOT NULL,
    realtime_enabled boolean DEFAULT false,
    description text,
    metadata jsonb,
    created_at timestamp with time zone DEFAULT now(),
    updated_at timestamp with time zone DEFAULT now()
);


ALTER TABLE public.tables OWNER TO selfdb_user;

--
-- Name: webhook_deliveries; Type: TABLE; Schema: public; Owner: selfdb_user
--

CREATE TABLE public.webhook_deliveries (
    id integer NOT NULL,
    webhook_id uuid,
    body jsonb
);


ALTER TABLE public.webhook_deliveries OWNER TO selfdb_user;

--
-- Name: webhook_deliveries_id_seq; Type: SEQUENCE; Schema: public; Owner: selfdb_user
--

CREATE SEQUENCE public.webhook_deliveries_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.webhook_deliveries_id_seq OWNER TO selfdb_user;

--
-- Name: webhook_deliveries_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: selfdb_user
--

ALTER SEQUENCE public.webhook_deliveries_id_seq OWNED BY public.webhook_deliveries.id;


--
-- Name: webhooks; Type: TABLE; Schema: public; Owner: selfdb_user
--

CREATE TABLE public.webhooks (
    id uuid DEFAULT public.uuid_generate_v4() NOT NULL,
    function_id uuid,
    webhook_token text
);


ALTER TABLE public.webhooks OWNER TO selfdb_user;

--
-- Name: notes id; Type: DEFAULT; Schema: public; Owner: selfdb_user
--

ALTER TABLE ONLY public.notes ALTER COLUMN id SET DEFAULT nextval('public.notes_id_seq'::regclass);


--
-- Name: refresh_tokens id; Type: DEFAULT; Schema: public; Owner: selfdb_user
--

ALTER TABLE ONLY public.refresh_tokens ALTER COLUMN id SET DEFAULT nextval('public.refresh_tokens_id_seq'::regclass);


--
-- Name: system_config id; Type: DEFAULT; Schema: public; Owner: selfdb_user
--

ALTER TABLE ONLY public.system_config ALTER COLUMN id SET DEFAULT nextval('public.system_config_id_seq'::regclass);


--
-- Name: webhook_deliveries id; Type: DEFAULT; Schema: public; Owner: selfdb_user
--

ALTER TABLE ONLY public.webhook_deliveries ALTER COLUMN id SET DEFAULT nextval('public.webhook_deliveries_id_seq'::regclass);


--
-- Data for Name: books; Type: TABLE DATA; Schema: public; Owner: selfdb_user
--

COPY public.books (id, title, price, user_id, created_at, updated_at) FROM stdin;
6b2c0000-0000-4000-8000-000000000001	Emma	9.99	0e6e1c9a-5f43-4b53-8c3a-0f3f6a7b1c02	2025-04-01 10:00:00+00	2025-04-01 10:00:00+00
6b2c0000-0000-4000-8000-000000000002	Tab\tand\nline	\N	\N	2025-04-02 10:00:00+00	2025-04-02 10:00:00+00
\.


--
-- Data for Name: buckets; Type: TABLE DATA; Schema: public; Owner: selfdb_user
--

COPY public.buckets (id, name, owner_id, public, description, file_size_limit, allowed_mime_types, created_at, updated_at) FROM stdin;
2b2c0000-0000-4000-8000-000000000001	photos	0e6e1c9a-5f43-4b53-8c3a-0f3f6a7b1c01	t	Pictures	1048576	{image/png,text/plain}	2026-12-02 08:50:48.254298+00	2026-12-02 08:50:48.254298+00
2b2c0000-0000-4000-8000-000000000002	My Papers	0e6e1c9a-5f43-4b53-8c3a-0f3f6a7b1c02	f	\N	\N	\N	2026-12-02 08:50:48.254298+00	2026-12-02 08:50:48.254298+00
\.


--
-- Data for Name: files; Type: TABLE DATA; Schema: public; Owner: selfdb_user
--

COPY public.files (id, bucket_id, name, path, size, mime_type, owner_id, metadata, created_at, updated_at) FROM stdin;
3b2c0000-0000-4000-8000-000000000001	2b2c0000-0000-4000-8000-000000000001	sea.txt	2025/summer/sea.txt	3	text/plain	0e6e1c9a-5f43-4b53-8c3a-0f3f6a7b1c02	{"by": "Rea"}	2025-04-01 10:00:00+00	2026-12-02 08:50:48.254979+00
3b2c0000-0000-4000-8000-000000000002	2b2c0000-0000-4000-8000-000000000002	plan é.txt	plan é.txt	4	text/plain	0e6e1c9a-5f43-4b53-8c3a-0f3f6a7b1c02	\N	2025-04-01 10:00:00+00	2026-12-02 08:50:48.254979+00
3b2c0000-0000-4000-8000-000000000003	2b2c0000-0000-4000-8000-000000000001	missing.png	missing.png	9	image/png	0e6e1c9a-5f43-4b53-8c3a-0f3f6a7b1c01	\N	2025-04-01 10:00:00+00	2026-12-02 08:50:48.254979+00
\.


--
-- Data for Name: functions; Type: TABLE DATA; Schema: public; Owner: selfdb_user
--

COPY public.functions (id, name, code, owner_id) FROM stdin;
4b2c0000-0000-4000-8000-000000000001	hello	export default () => "hello"	0e6e1c9a-5f43-4b53-8c3a-0f3f6a7b1c01
\.


--
-- Data for Name: notes; Type: TABLE DATA; Schema: public; Owner: selfdb_user
--

COPY public.notes (id, body) FROM stdin;
1	first
2	second
\.


--
-- Data for Name: readings; Type: TABLE DATA; Schema: public; Owner: selfdb_user
--

COPY public.readings (at, value) FROM stdin;
2026-12-02 08:50:48.263873+00	1.5
\.


--
-- Data for Name: refresh_tokens; Type: TABLE DATA; Schema: public; Owner: selfdb_user
--

COPY public.refresh_tokens (id, user_id, token) FROM stdin;
1	0e6e1c9a-5f43-4b53-8c3a-0f3f6a7b1c01	t
\.


--
-- Data for Name: system_config; Type: TABLE DATA; Schema: public; Owner: selfdb_user
--

COPY public.system_config (id, initialized, created_at) FROM stdin;
1	t	2026-12-02 08:50:48.255828+00
\.


--
-- Data for Name: tables; Type: TABLE DATA; Schema: public; Owner: selfdb_user
--

COPY public.tables (id, name, owner_id, table_schema, public, realtime_enabled, description, metadata, created_at, updated_at) FROM stdin;
1b2c0000-0000-4000-8000-000000000001	books	0e6e1c9a-5f43-4b53-8c3a-0f3f6a7b1c01	{}	t	t	The books	{"shelf": 7}	2026-12-02 08:50:48.253147+00	2026-12-02 08:50:48.253147+00
1b2c0000-0000-4000-8000-000000000002	notes	0e6e1c9a-5f43-4b53-8c3a-0f3f6a7b1c02	{}	f	f	\N	\N	2026-12-02 08:50:48.253147+00	2026-12-02 08:50:48.253147+00
1b2c0000-0000-4000-8000-000000000003	lost	0e6e1c9a-5f43-4b53-8c3a-0f3f6a7b1c02	{}	f	f	\N	\N	2026-12-02 08:50:48.253147+00	2026-12-02 08:50:48.253147+00
\.


--
-- Data for Name: users; Type: TABLE DATA; Schema: public; Owner: selfdb_user
--

COPY public.users (id, email, password, first_name, last_name, role, is_active, created_at, updated_at) FROM stdin;
0e6e1c9a-5f43-4b53-8c3a-0f3f6a7b1c01	Ada@Example.com	@BOSS_HASH@	Ada	Lovelace	ADMIN	t	2025-03-01 08:00:00.123456	2025-03-02 08:00:00
0e6e1c9a-5f43-4b53-8c3a-0f3f6a7b1c02	reader@example.com	@READER_HASH@	Rea	Der	USER	t	2025-03-03 08:00:00	2025-03-03 08:00:00
0e6e1c9a-5f43-4b53-8c3a-0f3f6a7b1c03	gone@example.com	@READER_HASH@	\N	\N	USER	f	2025-03-03 09:00:00	2025-03-03 09:00:00
\.


--
-- Data for Name: webhook_deliveries; Type: TABLE DATA; Schema: public; Owner: selfdb_user
--

COPY public.webhook_deliveries (id, webhook_id, body) FROM stdin;
1	5b2c0000-0000-4000-8000-000000000001	{}
2	5b2c0000-0000-4000-8000-000000000001	{"a": 1}
\.


--
-- Data for Name: webhooks; Type: TABLE DATA; Schema: public; Owner: selfdb_user
--

COPY public.webhooks (id, function_id, webhook_token) FROM stdin;
5b2c0000-0000-4000-8000-000000000001	4b2c0000-0000-4000-8000-000000000001	secret-token
\.


--
-- Name: notes_id_seq; Type: SEQUENCE SET; Schema: public; Owner: selfdb_user
--

SELECT pg_catalog.setval('public.notes_id_seq', 2, true);


--
-- Name: refresh_tokens_id_seq; Type: SEQUENCE SET; Schema: public; Owner: selfdb_user
--

SELECT pg_catalog.setval('public.refresh_tokens_id_seq', 1, true);


--
-- Name: system_config_id_seq; Type: SEQUENCE SET; Schema: public; Owner: selfdb_user
--

SELECT pg_catalog.setval('public.system_config_id_seq', 1, true);


--
-- Name: webhook_deliveries_id_seq; Type: SEQUENCE SET; Schema: public; Owner: selfdb_user
--

SELECT pg_catalog.setval('public.webhook_deliveries_id_seq', 2, true);


--
-- Name: books books_pkey; Type: CONSTRAINT; Schema: public; Owner: selfdb_user
--

ALTER TABLE ONLY public.books
    ADD CONSTRAINT books_pkey PRIMARY KEY (id);


--
-- Name: buckets buckets_name_key; Type: CONSTRAINT; Schema: public; Owner: selfdb_user
--

ALTER TABLE ONLY public.buckets
    ADD CONSTRAINT buckets_name_key UNIQUE (name);


--
-- Name: buckets buckets_pkey; Type: CONSTRAINT; Schema: public; Owner: selfdb_user
--

ALTER TABLE ONLY public.buckets
    ADD CONSTRAINT buckets_pkey PRIMARY KEY (id);


--
-- Name: files files_bucket_id_path_key; Type: CONSTRAINT; Schema: public; Owner: selfdb_user
--

ALTER TABLE ONLY public.files
    ADD CONSTRAINT files_bucket_id_path_key UNIQUE (bucket_id, path);


--
-- Name: files files_pkey; Type: CONSTRAINT; Schema: public; Owner: selfdb_user
--

ALTER TABLE ONLY public.files
    ADD CONSTRAINT files_pkey PRIMARY KEY (id);


--
-- Name: functions functions_pkey; Type: CONSTRAINT; Schema: public; Owner: selfdb_user
--

ALTER TABLE ONLY public.functions
    ADD CONSTRAINT functions_pkey PRIMARY KEY (id);


--
-- Name: refresh_tokens refresh_tokens_pkey; Type: CONSTRAINT; Schema: public; Owner: selfdb_user
--

ALTER TABLE ONLY public.refresh_tokens
    ADD CONSTRAINT refresh_tokens_pkey PRIMARY KEY (id);


--
-- Name: system_config system_config_pkey; Type: CONSTRAINT; Schema: public; Owner: selfdb_user
--

ALTER TABLE ONLY public.system_config
    ADD CONSTRAINT system_config_pkey PRIMARY KEY (id);


--
-- Name: tables tables_name_key; Type: CONSTRAINT; Schema: public; Owner: selfdb_user
--

ALTER TABLE ONLY public.tables
    ADD CONSTRAINT tables_name_key UNIQUE (name);


--
-- Name: tables tables_pkey; Type: CONSTRAINT; Schema: public; Owner: selfdb_user
--

ALTER TABLE ONLY public.tables
    ADD CONSTRAINT tables_pkey PRIMARY KEY (id);


--
-- Name: users users_email_key; Type: CONSTRAINT; Schema: public; Owner: selfdb_user
--

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_email_key UNIQUE (email);


--
-- Name: users users_pkey; Type: CONSTRAINT; Schema: public; Owner: selfdb_user
--

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);


--
-- Name: webhook_deliveries webhook_deliveries_pkey; Type: CONSTRAINT; Schema: public; Owner: selfdb_user
--

ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_pkey PRIMARY KEY (id);


--
-- Name: webhooks webhooks_pkey; Type: CONSTRAINT; Schema: public; Owner: selfdb_user
--

ALTER TABLE ONLY public.webhooks
    ADD CONSTRAINT webhooks_pkey PRIMARY KEY (id);


--
-- Name: books_title; Type: INDEX; Schema: public; Owner: selfdb_user
--

CREATE INDEX books_title ON public.books USING btree (lower(title));


--
-- Name: books books_updated_at; Type: TRIGGER; Schema: public; Owner: selfdb_user
--

CREATE TRIGGER books_updated_at BEFORE UPDATE ON public.books FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();


--
-- Name: books books_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: selfdb_user
--

ALTER TABLE ONLY public.books
    ADD CONSTRAINT books_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);


--
-- Name: buckets buckets_owner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: selfdb_user
--

ALTER TABLE ONLY public.buckets
    ADD CONSTRAINT buckets_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.users(id);


--
-- Name: files files_bucket_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: selfdb_user
--

ALTER TABLE ONLY public.files
    ADD CONSTRAINT files_bucket_id_fkey FOREIGN KEY (bucket_id) REFERENCES public.buckets(id) ON DELETE CASCADE;


--
-- Name: files files_owner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: selfdb_user
--

ALTER TABLE ONLY public.files
    ADD CONSTRAINT files_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.users(id);


--
-- Name: functions functions_owner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: selfdb_user
--

ALTER TABLE ONLY public.functions
    ADD CONSTRAINT functions_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.users(id);


--
-- Name: refresh_tokens refresh_tokens_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: selfdb_user
--

ALTER TABLE ONLY public.refresh_tokens
    ADD CONSTRAINT refresh_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);


--
-- Name: tables tables_owner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: selfdb_user
--

ALTER TABLE ONLY public.tables
    ADD CONSTRAINT tables_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.users(id) ON DELETE SET NULL;


--
-- Name: webhook_deliveries webhook_deliveries_webhook_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: selfdb_user
--

ALTER TABLE ONLY public.webhook_deliveries
    ADD CONSTRAINT webhook_deliveries_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES public.webhooks(id);


--
-- Name: webhooks webhooks_function_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: selfdb_user
--

ALTER TABLE ONLY public.webhooks
    ADD CONSTRAINT webhooks_function_id_fkey FOREIGN KEY (function_id) REFERENCES public.functions(id);


--
-- Name: selfdb_pub; Type: PUBLICATION; Schema: -; Owner: selfdb_user
--

CREATE PUBLICATION selfdb_pub WITH (publish = 'insert, update, delete, truncate');


ALTER PUBLICATION selfdb_pub OWNER TO selfdb_user;

--
-- Name: selfdb_pub books; Type: PUBLICATION TABLE; Schema: public; Owner: selfdb_user
--

ALTER PUBLICATION selfdb_pub ADD TABLE ONLY public.books;


--
-- Name: TABLE books; Type: ACL; Schema: public; Owner: selfdb_user
--

GRANT SELECT ON TABLE public.books TO reader;


--
-- PostgreSQL database dump complete
--

\unrestrict 2CgW2xGbCMXpOI74dU3C1PWQockqpKwIMQDZVjmwN4ZTQlHDQvLH3uGj6OUm5Ac

