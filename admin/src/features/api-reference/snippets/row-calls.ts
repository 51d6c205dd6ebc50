import type { ApiCall } from './call.ts';
import { type ExampleColumn, exampleChange, exampleKey, exampleRow, type Known } from './example-row.ts';

/** A table, as far as calls on its rows need it. */
export interface RowTable {
  id: string;
  name: string;
  access: string;
  columns: ExampleColumn[];
}

/** Something to do with rows, in the order a person learns it. */
export interface RowAction {
  id: string;
  label: string;
  call: ApiCall;
}

/** A key as it stands in a URL. */
export function keyText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The requests that read and change the rows of a table, with its own id, columns and key. */
export function rowActions(table: RowTable, known: Known = {}): RowAction[] {
  const { columns, name } = table;
  const key = exampleKey(columns, known);
  const isOpen = table.access === 'public';
  const base: ApiCall = {
    operationId: 'listRows',
    title: `Read the first rows of ${oneLine(name)}`,
    method: 'GET',
    path: '/tables/{id}/data',
    pathValues: { id: table.id },
    query: { page_size: '20' },
    headers: {},
    auth: isOpen ? 'key' : 'user',
    answer: 'json',
    table: name,
  };
  const row = {
    path: '/tables/{id}/data/{row_id}',
    pathValues: { id: table.id, row_id: keyText(key.value) },
  };
  const filter = JSON.stringify({ [key.name]: { eq: key.value } });
  const json = (value: unknown) => ({ kind: 'json' as const, value });
  const action = (id: string, label: string, title: string, change: Partial<ApiCall>): RowAction => ({
    id,
    label,
    call: { ...base, title: `${title} ${oneLine(name)}`, query: {}, ...change },
  });
  return [
    { id: 'read', label: 'Read', call: base },
    action('filter', 'Filter', 'Find rows of', { query: { filter, sort_by: key.name, sort_order: 'asc' } }),
    action('insert', 'Insert', 'Add a row to', {
      operationId: 'insertRows',
      method: 'POST',
      body: json(exampleRow(columns, known)),
    }),
    action('update', 'Update', 'Change a row of', {
      ...row,
      operationId: 'updateRow',
      method: 'PATCH',
      auth: 'user',
      body: json(exampleChange(columns, known)),
    }),
    action('delete', 'Delete', 'Delete a row of', {
      ...row,
      operationId: 'deleteRow',
      method: 'DELETE',
      auth: 'user',
    }),
  ];
}

/** A name in a comment, which ends with its line. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
