/** What the rows of a table look like when they are read, inserted and changed. */
export interface TableType {
  row: object;
  insert: object;
  update: object;
}

/** The tables of a database by name. `./selfdb types` prints one. */
export type SchemaType<Schema> = { [Name in keyof Schema]: TableType };

/** A schema with any tables. */
export type AnySchema = Record<string, AnyTable>;

interface AnyTable extends TableType {
  row: Record<string, unknown>;
  insert: Record<string, unknown>;
  update: Record<string, unknown>;
}
