import { describe, expect, it } from 'vitest';
import type { ScriptEvent } from './script-event.ts';
import { ScriptSplitter } from './split-script.ts';

/** The events of a script that arrives in pieces of this many bytes, with the rows of a COPY put together. */
function split(script: string, pieceBytes = script.length + 1): string[] {
  const splitter = new ScriptSplitter();
  const bytes = Buffer.from(script);
  const events: ScriptEvent[] = [];
  for (let at = 0; at < bytes.byteLength; at += pieceBytes)
    events.push(...splitter.push(Buffer.from(bytes.subarray(at, at + pieceBytes))));
  events.push(...splitter.end());
  const texts: string[] = [];
  let rows = '';
  for (const event of events) {
    if (event.kind === 'rows') rows += event.bytes.toString();
    else if (event.kind === 'copy-end') texts.push(`rows ${JSON.stringify(rows)}`);
    else texts.push(event.sql);
    if (event.kind === 'copy') rows = '';
  }
  return texts;
}

const script = String.raw`--
-- PostgreSQL database dump
--

\restrict SelfDB

SET standard_conforming_strings = on;

CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $_$ select 'a;b'; -- $$ ;
$_$;
COMMENT ON TABLE "semi;colon" IS 'it''s; --';
SELECT E'back\\slash\';', U&'x;', 'E';
CREATE FUNCTION g(x integer) RETURNS integer LANGUAGE sql
    BEGIN ATOMIC
 SELECT CASE WHEN (x > 1) THEN 1 ELSE 2 END AS "case";
 SELECT 'END;' /* ; /* nested; */ ; */ AS e;
END;
CREATE FUNCTION empty() RETURNS void LANGUAGE sql BEGIN ATOMIC
END;
CREATE TABLE begin_atomic_is_a_name$ (a$b$ integer, c text DEFAULT '$b$');
COPY public.t (a, "b;c") FROM stdin;
1	x;y\\.
\N	\\.
\.


COPY public.empty (a) FROM stdin;
\.


ALTER TABLE public.t OWNER TO x;

\unrestrict SelfDB

`;

const expected = [
  'SET standard_conforming_strings = on',
  "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $_$ select 'a;b'; -- $$ ;\n$_$",
  `COMMENT ON TABLE "semi;colon" IS 'it''s; --'`,
  String.raw`SELECT E'back\\slash\';', U&'x;', 'E'`,
  'CREATE FUNCTION g(x integer) RETURNS integer LANGUAGE sql\n    BEGIN ATOMIC\n SELECT CASE WHEN (x > 1) THEN 1 ELSE 2 END AS "case";\n SELECT \'END;\' /* ; /* nested; */ ; */ AS e;\nEND',
  'CREATE FUNCTION empty() RETURNS void LANGUAGE sql BEGIN ATOMIC\nEND',
  "CREATE TABLE begin_atomic_is_a_name$ (a$b$ integer, c text DEFAULT '$b$')",
  'COPY public.t (a, "b;c") FROM stdin',
  String.raw`rows "1\tx;y\\\\.\n\\N\t\\\\.\n"`,
  'COPY public.empty (a) FROM stdin',
  'rows ""',
  'ALTER TABLE public.t OWNER TO x',
];

describe('the script of pg_dump', () => {
  it('is split into statements and rows', () => {
    expect(split(script)).toEqual(expected);
  });

  it('is split in the same way wherever its pieces begin', () => {
    for (let bytes = 1; bytes < 80; bytes += 1)
      expect(split(script, bytes), `${bytes} bytes`).toEqual(expected);
  });

  it.each([
    ['within rows', 'COPY t (a) FROM stdin;\n1\n'],
    ['within a statement', 'CREATE TABLE t ('],
    ['within a string', "SELECT 'a;\n"],
    ['with a command of psql', 'SET a = 1;\n\\! ls\n'],
  ])('is refused if it ends %s', (_, text) => {
    expect(() => split(text)).toThrow(/script ends within/);
  });

  it('leaves a command of psql before a statement in it, which Postgres refuses', () => {
    expect(split('\\! ls\nSELECT 1;')).toEqual(['\\! ls\nSELECT 1']);
  });
});
