/** The modifiers that a type accepts, in parentheses after its name. */
type Modifiers =
  | { kind: 'none' }
  | { kind: 'length'; max: number }
  | { kind: 'seconds' }
  | { kind: 'interval' }
  | { kind: 'numeric' }
  | { kind: 'float' };

export interface BuiltIn {
  /** As `format_type` prints it, without modifiers. */
  name: string;
  modifiers: Modifiers;
  /** For `serial` types: the column becomes an identity column. */
  isSerial?: true;
}

const NONE = { kind: 'none' } as const;
const CHARACTERS = { kind: 'length', max: 10_485_760 } as const;
const BITS = { kind: 'length', max: 83_886_080 } as const;
/** Postgres pads values to their length, so a few characters could become megabytes. */
const PADDED = { kind: 'length', max: 65_535 } as const;
const SECONDS = { kind: 'seconds' } as const;

/** Types that accept modifiers or have aliases: PostgreSQL documentation, chapter 8, "Data Types". */
const BY_NAME: [BuiltIn, ...aliases: string[]][] = [
  [{ name: 'smallint', modifiers: NONE }, 'int2'],
  [{ name: 'integer', modifiers: NONE }, 'int', 'int4'],
  [{ name: 'bigint', modifiers: NONE }, 'int8'],
  [{ name: 'smallint', modifiers: NONE, isSerial: true }, 'smallserial', 'serial2'],
  [{ name: 'integer', modifiers: NONE, isSerial: true }, 'serial', 'serial4'],
  [{ name: 'bigint', modifiers: NONE, isSerial: true }, 'bigserial', 'serial8'],
  [{ name: 'numeric', modifiers: { kind: 'numeric' } }, 'decimal', 'dec'],
  [{ name: 'real', modifiers: NONE }, 'float4'],
  // Postgres has no `double`; this API accepts it.
  [{ name: 'double precision', modifiers: NONE }, 'float8', 'double'],
  [{ name: 'double precision', modifiers: { kind: 'float' } }, 'float'],
  [{ name: 'boolean', modifiers: NONE }, 'bool'],
  [{ name: 'character varying', modifiers: CHARACTERS }, 'varchar', 'char varying', 'nchar varying'],
  [
    { name: 'character varying', modifiers: CHARACTERS },
    'national character varying',
    'national char varying',
  ],
  [{ name: 'character', modifiers: PADDED }, 'char', 'nchar', 'national character', 'national char'],
  [{ name: 'bpchar', modifiers: PADDED }],
  [{ name: 'bit', modifiers: PADDED }],
  [{ name: 'bit varying', modifiers: BITS }, 'varbit'],
  [{ name: 'time without time zone', modifiers: SECONDS }, 'time'],
  [{ name: 'time with time zone', modifiers: SECONDS }, 'timetz'],
  [{ name: 'timestamp without time zone', modifiers: SECONDS }, 'timestamp'],
  [{ name: 'timestamp with time zone', modifiers: SECONDS }, 'timestamptz'],
  [{ name: 'interval', modifiers: { kind: 'interval' } }],
];

/** Types with one name and no modifiers. */
const PLAIN = [
  ...['text', 'name', 'bytea', 'uuid', 'date', 'json', 'jsonb', 'jsonpath', 'xml', 'money'],
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

const INTERVAL_FIELDS = [
  ...['year', 'month', 'day', 'hour', 'minute', 'second', 'year to month', 'day to hour', 'day to minute'],
  ...['day to second', 'hour to minute', 'hour to second', 'minute to second'],
];

/** Built-in types that a column may have, by each of their names in lower case. */
export const BUILT_IN: ReadonlyMap<string, BuiltIn> = new Map([
  ...BY_NAME.flatMap(([type, ...aliases]) =>
    (type.isSerial || type.modifiers.kind === 'float' ? aliases : [type.name, ...aliases]).map(
      (name) => [name, type] as const,
    ),
  ),
  ...PLAIN.map((name): [string, BuiltIn] => [name, { name, modifiers: NONE }]),
  ...INTERVAL_FIELDS.map((fields): [string, BuiltIn] => [
    `interval ${fields}`,
    { name: `interval ${fields}`, modifiers: fields.endsWith('second') ? { kind: 'interval' } : NONE },
  ]),
]);

/** The names in Postgres' catalog of types that have several names. */
const CATALOG_NAMES = [
  ...['int2', 'int4', 'int8', 'numeric', 'float4', 'float8', 'bool', 'varchar', 'bpchar', 'varbit'],
  ...['time', 'timetz', 'timestamp', 'timestamptz', 'interval'],
];

/** Built-in types by their names in the catalog. In quotes, or after `pg_catalog.`, Postgres knows no other names. */
export const CATALOG_TYPES: ReadonlyMap<string, BuiltIn> = new Map([
  ...[...BUILT_IN].filter(([name]) => CATALOG_NAMES.includes(name) || PLAIN.includes(name)),
  // In quotes, these names mean other types.
  ...['char', 'bit'].map((name): [string, BuiltIn] => [name, { name: `"${name}"`, modifiers: NONE }]),
]);

/** Types that refer to Postgres' catalog, and pseudo-types. */
const INTERNAL = new Set([
  ...['regclass', 'regcollation', 'regconfig', 'regdatabase', 'regdictionary', 'regnamespace', 'regoper'],
  ...['regoperator', 'regproc', 'regprocedure', 'regrole', 'regtype', 'aclitem', 'gtsvector', 'int2vector'],
  ...['oidvector', 'cstring', 'record', 'void', 'trigger', 'event_trigger', 'unknown', 'internal', 'any'],
  ...['anyelement', 'anyarray', 'anynonarray', 'anyenum', 'anyrange', 'anymultirange', 'anycompatible'],
  ...['anycompatiblearray', 'anycompatiblenonarray', 'anycompatiblerange', 'anycompatiblemultirange'],
  ...['pg_node_tree', 'pg_ndistinct', 'pg_dependencies', 'pg_mcv_list', 'pg_ddl_command'],
]);

/** Whether the name is that of a Postgres type that no column of the API may have. */
export function isInternal(name: string): boolean {
  return INTERNAL.has(name);
}
