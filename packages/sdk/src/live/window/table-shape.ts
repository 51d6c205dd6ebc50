import type { Table } from '../../generated/types.gen.ts';

/** What must be known of a table to place a row in a list. */
export interface TableShape {
  id: string;
  /** The columns of the primary key. */
  key: string[];
  /** The type of each column. */
  types: Record<string, string>;
}

/** The shape of a table as the API describes it. */
export function shapeOf({ id, table_schema }: Table): TableShape {
  const columns = Object.entries(table_schema);
  return {
    id,
    key: columns.flatMap(([name, column]) => (column.primary_key ? [name] : [])),
    types: Object.fromEntries(columns.map(([name, { type }]) => [name, type])),
  };
}
