import type { Row } from '@selfdb/shared/db/database';
import { Access } from '@selfdb/shared/schemas/access';
import type { DescribedColumn } from '@selfdb/shared/schemas/column';
import type { Table } from '@selfdb/shared/schemas/table';
import { type Column, effectiveDefault, takesNull, toColumns } from '../catalog/table-meta.ts';
import { defaultOnWire } from './default-value.ts';

/** A row of `tableColumns` as the contract's table object. */
export function toTable(row: Row): Table {
  const columns = toColumns(row.columns).map((column) => ({
    name: column.name,
    ...toDescribedColumn(column),
  }));
  return {
    id: String(row.id),
    name: String(row.name),
    schema_name: 'public',
    table_schema: Object.fromEntries(columns.map(({ name, ...column }) => [name, column])),
    columns,
    public: row.access === 'public',
    access: Access.parse(row.access),
    realtime_enabled: row.realtime_enabled === true,
    realtime: row.realtime_enabled === true,
    owner_id: String(row.owner_id),
    description: typeof row.description === 'string' ? row.description : null,
    metadata: row.metadata as Table['metadata'],
    row_count: Number(row.row_count),
    created_at: String(row.created_at),
    updated_at: String(row.updated_at),
    ...(row.truncated === true ? { truncated: true } : {}),
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
