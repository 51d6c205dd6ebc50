/** A column of a card. */
export interface CardColumn {
  name: string;
  type: string;
  nullable: boolean;
  isKey: boolean;
  isReference: boolean;
}

/** A table of the diagram. */
export interface TableCard {
  id: string;
  name: string;
  columns: CardColumn[];
}

/** A foreign key: from the column of one table to that of another, or of the same. */
export interface Edge {
  id: string;
  from: string;
  fromColumn: string;
  to: string;
  toColumn: string;
  onDelete: string;
  /** Whether at most one row refers to a row. */
  isUnique: boolean;
  isOptional: boolean;
}

export interface Diagram {
  cards: TableCard[];
  edges: Edge[];
  /** How many tables there are, if the cards are those around one table only. */
  total?: number;
}

/** A table as the API describes it. */
export interface DescribedTable {
  id: string;
  name: string;
  columns: readonly {
    name: string;
    type: string;
    nullable: boolean;
    primary_key?: boolean | undefined;
    unique?: boolean | undefined;
    references?: { table: string; column: string; on_delete?: string | undefined } | undefined;
  }[];
}

/** The tables and their references. One to a table that is not there to see is left out. */
export function toDiagram(tables: readonly DescribedTable[]): Diagram {
  const names = new Set(tables.map(({ name }) => name));
  const cards = tables.map(({ id, name, columns }) => ({
    id,
    name,
    columns: columns.map((column) => ({
      name: column.name,
      type: column.type,
      nullable: column.nullable,
      isKey: column.primary_key === true,
      isReference: column.references !== undefined,
    })),
  }));
  const edges = tables.flatMap(({ name: from, columns }) =>
    columns.flatMap(({ name, references, nullable, unique, primary_key }) =>
      references && names.has(references.table)
        ? [
            {
              id: JSON.stringify([from, name]),
              from,
              fromColumn: name,
              to: references.table,
              toColumn: references.column,
              onDelete: references.on_delete ?? 'no action',
              isUnique: unique === true || primary_key === true,
              isOptional: nullable,
            },
          ]
        : [],
    ),
  );
  return { cards, edges };
}
