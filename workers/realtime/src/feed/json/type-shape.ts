/** How values of a Postgres type become JSON. */
export type TypeShape =
  | { kind: 'number' | 'boolean' | 'timestamp' | 'timestamptz' | 'json' | 'text' | 'plain' }
  | { kind: 'array'; element: TypeShape; delimiter: string }
  | { kind: 'record'; fields: { name: string; type: TypeShape }[] };

/** `plain` is ASCII text without characters that JSON escapes. */
const SCALARS = {
  number: [20, 21, 23, 700, 701, 1700],
  boolean: [16],
  timestamp: [1114],
  timestamptz: [1184],
  json: [114, 3802],
  plain: [26, 1082, 1083, 1186, 1266, 2950],
  text: [17, 18, 19, 25, 1042, 1043],
} as const;

/** The OIDs of array types and of their elements (pg_type.dat). */
const ARRAYS: [array: number, element: number][] = [
  [1000, 16],
  [1001, 17],
  [1005, 21],
  [1007, 23],
  [1016, 20],
  [1009, 25],
  [1014, 1042],
  [1015, 1043],
  [1021, 700],
  [1022, 701],
  [1231, 1700],
  [1115, 1114],
  [1185, 1184],
  [1182, 1082],
  [1183, 1083],
  [1187, 1186],
  [2951, 2950],
  [199, 114],
  [3807, 3802],
];

/** Types with the same OID in every Postgres, which need no lookup in the catalog. */
export const BUILTIN_TYPES: ReadonlyMap<number, TypeShape> = builtinTypes();

function builtinTypes(): Map<number, TypeShape> {
  const shapes = new Map<number, TypeShape>();
  for (const [kind, oids] of Object.entries(SCALARS)) {
    for (const oid of oids) shapes.set(oid, { kind: kind as keyof typeof SCALARS });
  }
  for (const [array, element] of ARRAYS) {
    const shape = shapes.get(element);
    if (shape) shapes.set(array, { kind: 'array', element: shape, delimiter: ',' });
  }
  return shapes;
}
