/** Object ids of built-in types (`pg_type.dat`); they never change. */
export const OID = {
  bool: 16,
  bytea: 17,
  char: 18,
  name: 19,
  int8: 20,
  int2: 21,
  int4: 23,
  regproc: 24,
  text: 25,
  oid: 26,
  json: 114,
  xml: 142,
  point: 600,
  cidr: 650,
  float4: 700,
  float8: 701,
  money: 790,
  macaddr: 829,
  inet: 869,
  bpchar: 1042,
  varchar: 1043,
  date: 1082,
  time: 1083,
  timestamp: 1114,
  timestamptz: 1184,
  interval: 1186,
  timetz: 1266,
  bit: 1560,
  varbit: 1562,
  numeric: 1700,
  regclass: 2205,
  regtype: 2206,
  void: 2278,
  uuid: 2950,
  tsvector: 3614,
  jsonb: 3802,
} as const;

/** What `format_type` prints where it is not the name itself. */
const FORMATTED: Record<string, string> = {
  bool: 'boolean',
  char: '"char"',
  int8: 'bigint',
  int2: 'smallint',
  int4: 'integer',
  float4: 'real',
  float8: 'double precision',
  bpchar: 'character',
  varchar: 'character varying',
  time: 'time without time zone',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
  timetz: 'time with time zone',
  varbit: 'bit varying',
};

/** Array types, by the type of their elements. */
const ARRAYS: [array: number, element: number][] = [
  [1000, OID.bool],
  [1001, OID.bytea],
  [1002, OID.char],
  [1003, OID.name],
  [1005, OID.int2],
  [1007, OID.int4],
  [1009, OID.text],
  [1014, OID.bpchar],
  [1015, OID.varchar],
  [1016, OID.int8],
  [1021, OID.float4],
  [1022, OID.float8],
  [1028, OID.oid],
  [1041, OID.inet],
  [651, OID.cidr],
  [1115, OID.timestamp],
  [1182, OID.date],
  [1183, OID.time],
  [1185, OID.timestamptz],
  [1187, OID.interval],
  [1231, OID.numeric],
  [1270, OID.timetz],
  [199, OID.json],
  [2951, OID.uuid],
  [3807, OID.jsonb],
];

const ELEMENTS = new Map(ARRAYS);
const NAMES = new Map<number, string>();
for (const [name, oid] of Object.entries(OID)) NAMES.set(oid, FORMATTED[name] ?? name);
for (const [array, element] of ARRAYS) NAMES.set(array, `${NAMES.get(element)}[]`);

/** The element type of a built-in array type. */
export function elementOf(oid: number): number | undefined {
  return ELEMENTS.get(oid);
}

/** The name of a built-in type as `format_type` prints it; undefined for types to be looked up in the catalog. */
export function typeName(oid: number): string | undefined {
  return NAMES.get(oid);
}
