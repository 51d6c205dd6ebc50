--
-- PostgreSQL database dump
--

\restrict i71iOhjU7Wb2RgStBCydluiSGTRk2mEBsxYI5uhiAqv2dpywZrFu4nTLZIc9RTo

-- Dumped from database version 15.18
-- Dumped by pg_dump version 15.18

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
-- Name: mood; Type: TYPE; Schema: public; Owner: selfdb_sql
--

CREATE TYPE public.mood AS ENUM (
    'ok',
    'so; so'
);


ALTER TYPE public.mood OWNER TO selfdb_sql;

--
-- Name: posint; Type: DOMAIN; Schema: public; Owner: selfdb_sql
--

CREATE DOMAIN public.posint AS integer
	CONSTRAINT posint_check CHECK ((VALUE > 0));


ALTER DOMAIN public.posint OWNER TO selfdb_sql;

--
-- Name: dump_f(); Type: FUNCTION; Schema: public; Owner: selfdb_sql
--

CREATE FUNCTION public.dump_f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ begin -- ; \d
 new.title := new.title || ';'; return new; end $$;


ALTER FUNCTION public.dump_f() OWNER TO selfdb_sql;

--
-- Name: dump_sql(integer); Type: FUNCTION; Schema: public; Owner: selfdb_sql
--

CREATE FUNCTION public.dump_sql(x integer) RETURNS integer
    LANGUAGE sql
    BEGIN ATOMIC
 SELECT x AS x;
 SELECT
         CASE
             WHEN (x > 1) THEN 2
             ELSE 3
         END AS "case";
END;


ALTER FUNCTION public.dump_sql(x integer) OWNER TO selfdb_sql;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: dump_authors; Type: TABLE; Schema: public; Owner: selfdb_sql
--

CREATE TABLE public.dump_authors (
    id integer NOT NULL,
    name text DEFAULT 'it''s'::text NOT NULL,
    m public.mood,
    n public.posint,
    j jsonb,
    a text[],
    at timestamp with time zone DEFAULT now()
);


ALTER TABLE public.dump_authors OWNER TO selfdb_sql;

--
-- Name: dump_authors_id_seq; Type: SEQUENCE; Schema: public; Owner: selfdb_sql
--

CREATE SEQUENCE public.dump_authors_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.dump_authors_id_seq OWNER TO selfdb_sql;

--
-- Name: dump_authors_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: selfdb_sql
--

ALTER SEQUENCE public.dump_authors_id_seq OWNED BY public.dump_authors.id;


--
-- Name: dump_books; Type: TABLE; Schema: public; Owner: selfdb_sql
--

CREATE TABLE public.dump_books (
    id uuid NOT NULL,
    author integer,
    title character varying(20),
    t tsvector GENERATED ALWAYS AS (to_tsvector('english'::regconfig, (title)::text)) STORED
);


ALTER TABLE public.dump_books OWNER TO selfdb_sql;

--
-- Name: TABLE dump_books; Type: COMMENT; Schema: public; Owner: selfdb_sql
--

COMMENT ON TABLE public.dump_books IS 'it''s; a \ comment';


--
-- Name: dump_v; Type: VIEW; Schema: public; Owner: selfdb_sql
--

CREATE VIEW public.dump_v AS
 SELECT a.name,
    b.title
   FROM (public.dump_authors a
     JOIN public.dump_books b ON ((b.author = a.id)));


ALTER TABLE public.dump_v OWNER TO selfdb_sql;

--
-- Name: dump_authors id; Type: DEFAULT; Schema: public; Owner: selfdb_sql
--

ALTER TABLE ONLY public.dump_authors ALTER COLUMN id SET DEFAULT nextval('public.dump_authors_id_seq'::regclass);


--
-- Data for Name: dump_authors; Type: TABLE DATA; Schema: public; Owner: selfdb_sql
--

INSERT INTO public.dump_authors VALUES (1, 'O''Neil; \. \N', 'so; so', 3, '{"a": "\"x"}', '{a,"b c"}', '2026-12-01 08:59:04.365168+00');
INSERT INTO public.dump_authors VALUES (2, 'line
\connect break', NULL, 1, NULL, NULL, '2026-12-01 08:59:04.365168+00');


--
-- Data for Name: dump_books; Type: TABLE DATA; Schema: public; Owner: selfdb_sql
--

INSERT INTO public.dump_books VALUES ('018f0000-0000-7000-8000-000000000001', 1, 'T;', DEFAULT);


--
-- Name: dump_authors_id_seq; Type: SEQUENCE SET; Schema: public; Owner: selfdb_sql
--

SELECT pg_catalog.setval('public.dump_authors_id_seq', 2, true);


--
-- Name: dump_authors dump_authors_pkey; Type: CONSTRAINT; Schema: public; Owner: selfdb_sql
--

ALTER TABLE ONLY public.dump_authors
    ADD CONSTRAINT dump_authors_pkey PRIMARY KEY (id);


--
-- Name: dump_books dump_books_pkey; Type: CONSTRAINT; Schema: public; Owner: selfdb_sql
--

ALTER TABLE ONLY public.dump_books
    ADD CONSTRAINT dump_books_pkey PRIMARY KEY (id);


--
-- Name: dump_books_lower_idx; Type: INDEX; Schema: public; Owner: selfdb_sql
--

CREATE INDEX dump_books_lower_idx ON public.dump_books USING btree (lower((title)::text));


--
-- Name: dump_books x; Type: TRIGGER; Schema: public; Owner: selfdb_sql
--

CREATE TRIGGER x BEFORE INSERT ON public.dump_books FOR EACH ROW EXECUTE FUNCTION public.dump_f();


--
-- Name: dump_books dump_books_author_fkey; Type: FK CONSTRAINT; Schema: public; Owner: selfdb_sql
--

ALTER TABLE ONLY public.dump_books
    ADD CONSTRAINT dump_books_author_fkey FOREIGN KEY (author) REFERENCES public.dump_authors(id) ON DELETE CASCADE;


--
-- PostgreSQL database dump complete
--

\unrestrict i71iOhjU7Wb2RgStBCydluiSGTRk2mEBsxYI5uhiAqv2dpywZrFu4nTLZIc9RTo

