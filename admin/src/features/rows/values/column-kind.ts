/** What a column holds, as far as showing and editing differ. */
export type ColumnKind =
  | 'text'
  | 'integer'
  | 'decimal'
  | 'boolean'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'json'
  | 'array'
  | 'enum'
  | 'uuid'
  | 'other';

/** A column of the grid. */
export interface GridColumn {
  name: string;
  /** As Postgres prints it. */
  type: string;
  kind: ColumnKind;
  nullable: boolean;
  primaryKey: boolean;
  unique: boolean;
  default?: unknown;
  references?: { table: string; column: string };
  /** The values of an enum. */
  options?: string[];
}

/** A column as the tables API describes it. */
export interface DescribedByTable {
  name: string;
  type: string;
  nullable?: boolean | undefined;
  primary_key?: boolean | undefined;
  unique?: boolean | undefined;
  default?: unknown;
  references?: { table: string; column: string } | null | undefined;
}

const KINDS: [RegExp, ColumnKind][] = [
  [/\[\]$/, 'array'],
  [/^(smallint|integer|bigint|oid)$/, 'integer'],
  [/^(numeric|real|double precision)/, 'decimal'],
  [/^boolean$/, 'boolean'],
  [/^date$/, 'date'],
  [/^timestamp/, 'timestamp'],
  [/^time/, 'time'],
  [/^jsonb?$/, 'json'],
  [/^uuid$/, 'uuid'],
  [/^(text|character|name|citext|bpchar)/, 'text'],
];

const BUILT_IN =
  /^(?:smallint|integer|bigint|oid|numeric|real|double precision|boolean|date|timestamp|time|jsonb?|uuid|text|character|name|bytea|inet|interval)\b/;

/** Whether a type may be one that somebody has made, such as an enum. */
export function isMadeType(type: string): boolean {
  return !BUILT_IN.test(type);
}

/** The kind of a type, by its name in Postgres. `enums` has the values of each enum by its name. */
export function kindOf(type: string, enums: ReadonlyMap<string, string[]>): ColumnKind {
  if (enums.has(type)) return 'enum';
  return KINDS.find(([pattern]) => pattern.test(type))?.[1] ?? 'other';
}

/** The columns of a table in their order. */
export function gridColumns(
  described: readonly DescribedByTable[],
  enums: ReadonlyMap<string, string[]>,
): GridColumn[] {
  return described.map((column) => {
    const options = enums.get(column.type);
    return {
      name: column.name,
      type: column.type,
      kind: kindOf(column.type, enums),
      nullable: column.nullable ?? true,
      primaryKey: column.primary_key ?? false,
      unique: column.unique ?? false,
      ...(column.default === undefined ? {} : { default: column.default }),
      ...(column.references
        ? { references: { table: column.references.table, column: column.references.column } }
        : {}),
      ...(options ? { options } : {}),
    };
  });
}

/** Whether an empty text is a value of the column. In the others it can only mean NULL. */
export function takesEmptyText(column: GridColumn): boolean {
  return column.kind === 'text' || column.kind === 'other';
}
