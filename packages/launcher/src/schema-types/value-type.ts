const TYPES: Record<string, string> = {
  smallint: 'number',
  integer: 'number',
  bigint: 'number',
  numeric: 'number',
  real: 'number',
  'double precision': 'number',
  oid: 'number',
  boolean: 'boolean',
  json: 'unknown',
  jsonb: 'unknown',
};

/** The TypeScript type of a column's values as JSON. What is no number, boolean or JSON is text. */
export function valueType(type: string): string {
  if (type.endsWith('[]')) {
    const element = valueType(type.slice(0, -2));
    // Postgres does not fix the dimensions of an array, and any element may be null.
    return element === 'unknown' ? 'unknown[]' : `(${element} | null)[]`;
  }
  const plain = type.split('(')[0]?.trim() ?? type;
  return Object.hasOwn(TYPES, plain) ? (TYPES[plain] ?? 'string') : 'string';
}
