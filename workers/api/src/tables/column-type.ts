import { COLUMN_TYPES } from '@selfdb/shared/schemas/table';

const IN_POSTGRES: Record<string, string> = COLUMN_TYPES;

const ON_WIRE: Record<string, string> = {
  'character varying': 'varchar',
  'double precision': 'double',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamptz',
  'time without time zone': 'time',
};

/** A column type of the wire, already checked by its schema, as SQL: `double[]` → `double precision[]`. */
export function typeSql(type: string): string {
  const element = type.replace(/\[\]$/, '');
  const sql = Object.hasOwn(IN_POSTGRES, element) ? IN_POSTGRES[element] : undefined;
  if (!sql) throw new TypeError('not a column type');
  return type === element ? sql : `${sql}[]`;
}

/** A type of the catalog by the name that the wire has for it; a type that only SQL can make keeps its own. */
export function typeOnWire(type: string): string {
  const element = type.replace(/\[\]$/, '');
  const end = element.endsWith(')') ? element.lastIndexOf('(') : element.length;
  const name = element.slice(0, end);
  return (ON_WIRE[name] ?? name) + type.slice(end);
}
