const SHORT_TYPES: Record<string, string> = {
  'timestamp with time zone': 'timestamptz',
  'timestamp without time zone': 'timestamp',
  'time without time zone': 'time',
  'time with time zone': 'timetz',
  'double precision': 'float8',
  'character varying': 'varchar',
};

/** A type as a narrow header names it. */
export function shortType(type: string): string {
  const isArray = type.endsWith('[]');
  const element = isArray ? type.slice(0, -2) : type;
  return `${SHORT_TYPES[element] ?? element}${isArray ? '[]' : ''}`;
}
