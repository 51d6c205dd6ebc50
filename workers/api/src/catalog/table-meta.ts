/** A column as the catalog describes it (`selfdb.describe_columns`). */
export interface Column {
  name: string;
  /** As Postgres prints it, with its modifiers: `character varying(20)`. */
  type: string;
  /** The type without modifiers, safe to write after `::`. */
  cast: string;
  /** pg_type.typcategory: S for texts, A for arrays, B for booleans … */
  category: string;
  /** For a domain or an array of one: the base type, with its modifiers. */
  base: string | null;
  nullable: boolean;
  /** SQL of the default, deparsed by Postgres. */
  default: string | null;
  /** Computed by Postgres: can't be written. */
  generated: boolean;
  identity: boolean;
  domain: Domain | null;
  primary_key: boolean;
  /** Whether it alone is the primary key, and Postgres can group whole rows by it. */
  sole_key: boolean;
  unique: boolean;
  /** Names of the check constraints that use it. */
  checks: string[];
  references: { table: string; column: string; on_delete: string } | null;
  /** Set if its collation needs care in statements. */
  collation?: TextCollation | undefined;
}

/** What statements must do about the collation of a text column. */
interface TextCollation {
  /** The collation to sort a list by; null: the column's own. */
  sort: string | null;
  /** Whether different texts may be equal in it; Postgres can't search such a column by patterns. */
  nondeterministic: boolean;
}

/** What a column's type adds when it is a domain. */
export interface Domain {
  /** SQL of the default for columns that have none themselves. */
  default: string | null;
  /** Whether the domain, or one that it is based on, refuses null. */
  not_null: boolean;
  /** Changes with each change of the domain. */
  stamp: string;
}

/** What a worker remembers of a table. Statements check that it is current. */
export interface TableMeta {
  id: string;
  name: string;
  /** Postgres' object id of the table, which tells it from a later table of the same name. */
  oid: string;
  version: string;
  /** Changes with every change of a column or its default. */
  columnStamp: string;
  /** Changes with every change of an index. */
  indexStamp: string;
  /** Whether other tables inherit from it: a unique key may occur again in those. */
  inherited: boolean;
  columns: Map<string, Column>;
  primaryKey: Column[];
}

/** The description of a table that `tableMeta` reads. */
export interface DescribedTable {
  id: string;
  name: string;
  oid: string;
  version: string;
  column_stamp: string;
  index_stamp: string;
  inherited?: boolean;
  columns: Column[];
  collations?: Record<string, TextCollation> | null;
}

export function toTableMeta(row: DescribedTable): TableMeta {
  const collations = new Map(Object.entries(row.collations ?? {}));
  const columns = toColumns(row.columns).map((column) => ({
    ...column,
    collation: collations.get(column.name),
  }));
  return {
    id: row.id,
    name: row.name,
    oid: row.oid,
    version: row.version,
    columnStamp: row.column_stamp,
    indexStamp: row.index_stamp,
    inherited: row.inherited === true,
    columns: new Map(columns.map((column) => [column.name, column])),
    primaryKey: columns.filter((column) => column.primary_key),
  };
}

/** The columns of `selfdb.describe_columns`. */
export function toColumns(described: Column[]): Column[] {
  return described.map((column) => ({ ...column, cast: withoutLength(column.cast) }));
}

/** SQL of the value that a row gets if it does not name the column, except for identity columns; null if that is null. */
export function effectiveDefault(column: Column): string | null {
  return column.default ?? column.domain?.default ?? null;
}

export function takesNull({ nullable, domain }: Column): boolean {
  return nullable && domain?.not_null !== true;
}

/** Whether the same statements fit both. */
export function isSameTable(a: TableMeta, b: TableMeta): boolean {
  return (
    JSON.stringify([...a.columns.values(), identityOf(a)]) ===
    JSON.stringify([...b.columns.values(), identityOf(b)])
  );
}

function identityOf({ name, oid, version, columnStamp, indexStamp }: TableMeta): string[] {
  return [name, oid, version, columnStamp, indexStamp];
}

/** In a cast, `character` and `bit` mean a length of one; these are the names of the types themselves. */
function withoutLength(cast: string): string {
  return cast.replace(/^character(?=$|\[)/, 'bpchar').replace(/^bit(?=$|\[)/, '"bit"');
}
