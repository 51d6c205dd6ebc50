import type { Row } from '@selfdb/shared/db/database';

/** A column as the catalog describes it (`selfdb.describe_columns`). */
export interface Column {
  name: string;
  /** As Postgres prints it, with its modifiers: `character varying(20)`. */
  type: string;
  /** The type without modifiers, safe to stand behind `::`. */
  cast: string;
  /** pg_type.typcategory: S for texts, A for arrays, B for booleans … */
  category: string;
  nullable: boolean;
  /** SQL of the default, deparsed by Postgres. */
  default: string | null;
  /** Computed by Postgres: can't be written. */
  generated: boolean;
  identity: boolean;
  primary_key: boolean;
  unique: boolean;
  references: { table: string; column: string; on_delete: string } | null;
}

/** What a worker remembers of a table. Statements check that `version` and the name still belong to it. */
export interface TableMeta {
  id: string;
  name: string;
  /** Postgres' own number of the table: tells a table from a later one of the same name. */
  oid: string;
  version: string;
  /** Of the description of the columns. */
  fingerprint: string;
  columns: Map<string, Column>;
  primaryKey: Column[];
}

/** Reads what `selectTableMeta` found. */
export function toTableMeta(row: Row): TableMeta {
  const columns = new Map((row.columns as Column[]).map((column) => [column.name, column]));
  return {
    id: String(row.id),
    name: String(row.name),
    oid: String(row.oid),
    version: String(row.version),
    fingerprint: String(row.fingerprint),
    columns,
    primaryKey: [...columns.values()].filter((column) => column.primary_key),
  };
}
