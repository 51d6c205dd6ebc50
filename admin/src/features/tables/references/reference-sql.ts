import { quotedName } from '../../../ui/format/sql-name.ts';
import type { DraftReference } from '../create/draft.ts';

function quotedTable(name: string): string {
  return `public.${quotedName(name)}`;
}

/** The statement that makes a column refer to a column of another table. */
export function addReferenceSql(table: string, column: string, reference: DraftReference): string {
  return `alter table ${quotedTable(table)}
  add foreign key (${quotedName(column)})
  references ${quotedTable(reference.table)} (${quotedName(reference.column)})
  on delete ${reference.onDelete}`;
}

/** The statement that removes a foreign key of a table. */
export function dropReferenceSql(table: string, constraint: string): string {
  return `alter table ${quotedTable(table)} drop constraint ${quotedName(constraint)}`;
}
