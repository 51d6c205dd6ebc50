import { join } from 'node:path';
import type { Client } from 'pg';
import { repositoryRoot } from '../src/config/paths.ts';

export const schemaTypesFile = join(repositoryRoot, 'packages/server/src/db/schema.generated.ts');

interface Column {
  table: string;
  name: string;
  type: string;
  isArray: boolean;
  nullable: boolean;
  hasDefault: boolean;
  isGenerated: boolean;
  /** The texts, each in quotes, to which a check limits the column. */
  options: string[] | null;
}

interface Forms {
  /** In rows of `Database.query`. */
  select: string;
  /** As a parameter of `Database.query`. */
  insert: string;
}

/**
 * The text of a module with the types of the system's tables, for Kysely. Columns have the types that
 * `packages/server/src/db/database.ts` returns: a value that JavaScript can't represent exactly stays text.
 */
export async function schemaTypes(client: Client): Promise<string> {
  const { rows } = await client.query<Column>(columnsQuery);
  const tables = [...Map.groupBy(rows, ({ table }) => table)];
  return [
    '// Made from a migrated database by `npm run generate:schema -w packages/launcher`. A test holds it equal to one.',
    "import type { ColumnType, Generated, GeneratedAlways } from 'kysely';",
    '',
    ...tables.flatMap(([table, columns]) => [
      `export interface ${interfaceName(table)} {`,
      ...columns.map((column) => `  ${column.name}: ${typeOf(column)};`),
      '}',
      '',
    ]),
    'export interface SystemSchema {',
    ...tables.map(([table]) => `  'selfdb.${table}': ${interfaceName(table)};`),
    '}',
    '',
  ].join('\n');
}

const columnsQuery = `
  select c.relname as table, a.attname as name, coalesce(e.typname, t.typname) as type, e.oid is not null as "isArray",
    not a.attnotnull as nullable, a.attgenerated <> '' or a.attidentity = 'a' as "isGenerated",
    a.atthasdef or a.attidentity = 'd' as "hasDefault",
    (select array_agg(option[1] order by position) from pg_constraint n,
       regexp_matches(pg_get_constraintdef(n.oid), '(''[^'']*'')::text', 'g') with ordinality o(option, position)
     where n.conrelid = c.oid and n.contype = 'c' and n.conkey = array[a.attnum]
       and starts_with(pg_get_constraintdef(n.oid), format('CHECK ((%I = ANY (ARRAY[', a.attname))) as options
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type t on t.oid = a.atttypid
  left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
  where c.relnamespace = 'selfdb'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'migrations'
  order by c.relname, a.attnum`;

const ownForms = new Map<string, Forms>([
  ['bool', { select: 'boolean', insert: 'boolean' }],
  ['int2', { select: 'number', insert: 'number' }],
  ['int4', { select: 'number', insert: 'number' }],
  ['float4', { select: 'number', insert: 'number' }],
  ['float8', { select: 'number', insert: 'number' }],
  ['int8', { select: 'string', insert: 'string | number | bigint' }],
  ['json', { select: 'unknown', insert: 'string' }],
  ['jsonb', { select: 'unknown', insert: 'string' }],
]);

function formsOf({ type, isArray, options }: Column): Forms {
  if (isArray) return { select: 'string', insert: `readonly ${ownForms.get(type)?.select ?? 'string'}[]` };
  if (options) return { select: options.join(' | '), insert: options.join(' | ') };
  return ownForms.get(type) ?? { select: 'string', insert: 'string' };
}

function typeOf(column: Column): string {
  const forms = formsOf(column);
  const orNull = column.nullable ? ' | null' : '';
  const select = forms.select === 'unknown' ? 'unknown' : `${forms.select}${orNull}`;
  const insert = `${forms.insert}${orNull}`;
  if (column.isGenerated) return `GeneratedAlways<${select}>`;
  if (select === insert) return column.hasDefault ? `Generated<${select}>` : select;
  return `ColumnType<${select}, ${insert}${column.hasDefault ? ' | undefined' : ''}, ${insert}>`;
}

function interfaceName(table: string): string {
  const words = table.split('_').map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  return `${words.join('')}Table`;
}
