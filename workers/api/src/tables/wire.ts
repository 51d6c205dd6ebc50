import type { DescribedColumn } from '@selfdb/shared/tables/column';
import type { Table } from '@selfdb/shared/tables/schema';
import { type Column, effectiveDefault, takesNull, toColumns } from '../catalog/table-meta.ts';
import { defaultOnWire } from './default-value.ts';
import type { ShownTable } from './repository.ts';

/** The table object of the contract. */
export function toTable(row: ShownTable): Table {
  const columns = toColumns(row.columns).map((column) => ({
    name: column.name,
    ...toDescribedColumn(column),
  }));
  return {
    id: row.id,
    name: row.name,
    schema_name: 'public',
    table_schema: Object.fromEntries(columns.map(({ name, ...column }) => [name, column])),
    columns,
    public: row.access === 'public',
    access: row.access,
    realtime_enabled: row.realtime_enabled,
    realtime: row.realtime_enabled,
    owner_id: row.owner_id,
    description: row.description,
    metadata: row.metadata,
    row_count: row.row_count ?? 0,
    created_at: row.created_at,
    updated_at: row.updated_at,
    ...(row.truncated ? { truncated: true } : {}),
  };
}

function toDescribedColumn(column: Column): DescribedColumn {
  const byDefault = effectiveDefault(column);
  return {
    type: column.type,
    nullable: takesNull(column),
    ...(byDefault === null ? {} : { default: defaultOnWire(byDefault) }),
    ...(column.unique ? { unique: true } : {}),
    ...(column.primary_key ? { primary_key: true } : {}),
    ...(column.references
      ? { references: { ...column.references, table: unquoted(column.references.table) } }
      : {}),
  };
}

/** Postgres prints a table's name with quotes when SQL would need them. */
function unquoted(name: string): string {
  const inner = /^"((?:[^"]|"")*)"$/.exec(name)?.[1];
  return inner?.replaceAll('""', '"') ?? name;
}
