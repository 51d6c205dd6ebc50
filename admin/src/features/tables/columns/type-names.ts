/** The names of types that have several, with the one that Postgres prints first. */
const SYNONYMS: [printed: string, ...others: string[]][] = [
  ['smallint', 'int2'],
  ['integer', 'int', 'int4'],
  ['bigint', 'int8'],
  ['serial', 'serial4', 'smallserial', 'serial2', 'bigserial', 'serial8'],
  ['numeric', 'decimal', 'dec'],
  ['real', 'float4'],
  ['double precision', 'float8', 'double', 'float'],
  ['boolean', 'bool'],
  ['character varying', 'varchar', 'char varying', 'nchar varying'],
  ['character', 'char', 'nchar', 'bpchar'],
  ['bit varying', 'varbit'],
  ['time without time zone', 'time'],
  ['time with time zone', 'timetz'],
  ['timestamp without time zone', 'timestamp'],
  ['timestamp with time zone', 'timestamptz'],
];

/** Types with one name. */
const SINGLE = [
  ...[
    'text',
    'name',
    'bytea',
    'uuid',
    'date',
    'interval',
    'json',
    'jsonb',
    'jsonpath',
    'xml',
    'money',
    'bit',
  ],
  ...['inet', 'cidr', 'macaddr', 'macaddr8', 'tsvector', 'tsquery'],
  ...['point', 'line', 'lseg', 'box', 'path', 'polygon', 'circle'],
  ...['int4range', 'int8range', 'numrange', 'tsrange', 'tstzrange', 'daterange'],
  ...[
    'int4multirange',
    'int8multirange',
    'nummultirange',
    'tsmultirange',
    'tstzmultirange',
    'datemultirange',
  ],
  ...['oid', 'xid', 'xid8', 'cid', 'tid', 'pg_lsn', 'pg_snapshot', 'txid_snapshot', 'refcursor'],
];

const PRINTED = new Map([
  ...SYNONYMS.flatMap(([printed, ...others]) => [printed, ...others].map((name) => [name, printed] as const)),
  ...SINGLE.map((name) => [name, name] as const),
]);

/** All names of built-in types that a column may have. */
export const builtInTypes: string[] = [...PRINTED.keys()];

/** A written type, taken apart. */
export interface WrittenType {
  /** As Postgres prints it, if it is built in; otherwise as written, without quotes and schema. */
  name: string;
  isBuiltIn: boolean;
  /** What stands in parentheses, without space: `10,2`. */
  modifiers: string;
  isArray: boolean;
}

/** Takes a written type apart: `VARCHAR (20)[]`. Only the server knows whether its modifiers are right. */
export function readType(text: string): WrittenType {
  let rest = text.trim();
  let isArray = false;
  while (rest.endsWith(']') && rest.includes('[')) {
    rest = rest.slice(0, rest.lastIndexOf('[')).trimEnd();
    isArray = true;
  }
  const [before = '', ...more] = rest.split('(');
  const [inside = '', after = ''] = more.join('(').split(')');
  const modifiers = inside.replaceAll(' ', '');
  const words = `${before} ${after}`.split(/\s/).filter(Boolean).join(' ');
  const printed = PRINTED.get(words.toLowerCase()) ?? intervalOf(words);
  return printed
    ? { name: printed, isBuiltIn: true, modifiers, isArray }
    : { name: ownName(words), isBuiltIn: false, modifiers, isArray };
}

/** `interval day to second` is an interval. */
function intervalOf(words: string): string | undefined {
  return words.toLowerCase().startsWith('interval ') ? words.toLowerCase() : undefined;
}

/** The name of an enum or a domain: as Postgres reads it, in lower case unless it is quoted. */
function ownName(words: string): string {
  const name = words.toLowerCase().startsWith('public.') ? words.slice('public.'.length) : words;
  const isQuoted = name.length > 2 && name.startsWith('"') && name.endsWith('"');
  return isQuoted ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();
}

/** Whether two texts are the same type. */
export function isSameType(a: string, b: string): boolean {
  return JSON.stringify(readType(a)) === JSON.stringify(readType(b));
}

/** A type without modifiers, as Postgres names it: `integer`; with brackets for arrays. */
export function plainType(type: string): string {
  const { name, isArray } = readType(type);
  return isArray ? `${name}[]` : name;
}
