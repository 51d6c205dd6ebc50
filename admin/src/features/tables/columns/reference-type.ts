import type { Suggestion } from '../../../ui/controls/suggestion-list.tsx';
import type { ColumnInfo, TableInfo } from '../table-types.ts';

const PREFIX = 'references ';
const OFFERED = 20;

/** References to other tables, to offer beside the types of a column. */
export function suggestReferences(typed: string, tables: TableInfo[]): Suggestion[] {
  const word = typed.trim().toLowerCase();
  return tables
    .filter((table) => keyOf(table) && `${PREFIX}${table.name}`.includes(word))
    .slice(0, OFFERED)
    .map(({ name }) => ({ value: `${PREFIX}${name}`, hint: `A row of ${name}` }));
}

/** What of the typed text can be the name of a table. */
export function tableNameIn(typed: string): string {
  return typed.startsWith(PREFIX) ? typed.slice(PREFIX.length) : typed;
}

/** The table, the key and its type that a suggestion of `suggestReferences` stands for. */
export function readReference(suggested: string, tables: TableInfo[]) {
  if (!suggested.startsWith(PREFIX)) return undefined;
  const table = tables.find(({ name }) => `${PREFIX}${name}` === suggested);
  const key = table && keyOf(table);
  return key && { table: table.name, column: key.name, type: key.type };
}

function keyOf({ columns }: TableInfo): ColumnInfo | undefined {
  const keys = columns.filter(({ primary_key }) => primary_key);
  return keys.length === 1 ? keys[0] : undefined;
}
