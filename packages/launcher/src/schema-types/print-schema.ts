import { valueType } from './value-type.ts';

/** A column, as far as its values' types depend on it. */
export interface TypedColumn {
  name: string;
  /** As Postgres names it, such as `integer` or `text[]`; of a domain, the type that it is based on. */
  type: string;
  nullable: boolean;
  /** Whether an insert may leave it out. */
  hasDefault: boolean;
  /** Whether Postgres computes it, so that nobody can write it. */
  isGenerated: boolean;
}

export interface TypedTable {
  name: string;
  columns: TypedColumn[];
}

/** A module with the type `Schema` for `new SelfDB<Schema>()`: rows, inserts and updates of each table. */
export function printSchema(tables: TypedTable[]): string {
  const sorted = tables.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const lines = sorted.flatMap(({ name, columns }) => [
    `  ${property(name)}: {`,
    ...block(
      'row',
      columns.map((column) => field(column, 'row')),
    ),
    ...block(
      'insert',
      columns.flatMap((column) => (column.isGenerated ? [] : [field(column, 'insert')])),
    ),
    ...block(
      'update',
      columns.flatMap((column) => (column.isGenerated ? [] : [field(column, 'update')])),
    ),
    '  };',
  ]);
  return [
    '// Printed by `./selfdb types`. For `new SelfDB<Schema>({ baseUrl, apiKey })` of @selfdb/sdk.',
    'export interface Schema {',
    ...lines,
    '}',
    '',
  ].join('\n');
}

function block(name: string, fields: string[]): string[] {
  return [`    ${name}: {`, ...fields.map((line) => `      ${line}`), '    };'];
}

function field({ name, type, nullable, hasDefault }: TypedColumn, use: 'row' | 'insert' | 'update'): string {
  const isOptional = use === 'update' || (use === 'insert' && (nullable || hasDefault));
  return `${property(name)}${isOptional ? '?' : ''}: ${valueType(type)}${nullable ? ' | null' : ''};`;
}

/** A name as a property: in quotes unless it is a plain one. */
function property(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
}
