import { type GridColumn, takesEmptyText } from '../values/column-kind.ts';
import { type ReadValue, readValue } from '../values/read-value.ts';
import { isSameValue, prettyText, type RowValues } from '../values/show-value.ts';

/** What stands in a field of the panel. `default` leaves the column to the database. */
export interface FieldState {
  mode: 'value' | 'null' | 'default';
  text: string;
}

/** The fields of a row that is there. */
export function fieldsOfRow(row: RowValues, columns: readonly GridColumn[]): Record<string, FieldState> {
  return Object.fromEntries(
    columns.map(({ name }) => {
      const value = row[name] ?? null;
      return [name, { mode: value === null ? 'null' : 'value', text: prettyText(value) }];
    }),
  );
}

/** The fields of a new row. Columns that `values` lacks are left to the database. */
export function fieldsOfDraft(values: RowValues, columns: readonly GridColumn[]): Record<string, FieldState> {
  const given = fieldsOfRow(values, columns);
  return Object.fromEntries(
    columns.map(({ name }) => [
      name,
      name in values && given[name] ? given[name] : { mode: 'default', text: '' },
    ]),
  );
}

/** The values of the fields that a person has filled in, or why a field has none. */
export interface ReadFields {
  values: RowValues;
  errors: Record<string, string>;
}

/** Reads the fields. Of a row that is there, only what has changed. */
export function readFields(
  fields: Record<string, FieldState>,
  columns: readonly GridColumn[],
  before: RowValues | undefined,
): ReadFields {
  const read: ReadFields = { values: {}, errors: {} };
  for (const column of columns) {
    const field = fields[column.name];
    if (!field || field.mode === 'default') continue;
    const old = before?.[column.name] ?? null;
    const isUntouched =
      before !== undefined &&
      field.mode === (old === null ? 'null' : 'value') &&
      field.text === prettyText(old);
    if (isUntouched) continue;
    const result = readField(field, column);
    if (result.error !== undefined) read.errors[column.name] = result.error;
    else if (!before || !isSameValue(old, result.value)) read.values[column.name] = result.value;
  }
  return read;
}

function readField(field: FieldState, column: GridColumn): ReadValue {
  const isNull = field.mode === 'null' || (field.text === '' && !takesEmptyText(column));
  if (!isNull) return readValue(field.text, column);
  return column.nullable ? { value: null } : { error: 'This column needs a value.' };
}

export const NEEDS_VALUE = 'Needs a value';

/** Whether the database gives a column a value other than NULL if nothing is sent for it. */
export function hasDefault(column: GridColumn): boolean {
  return column.default !== undefined || (!column.nullable && defaultHint(column) !== NEEDS_VALUE);
}

/** What a column is given if nothing is sent for it. */
export function defaultHint(column: GridColumn): string {
  if (column.default !== undefined) return `Default: ${prettyText(column.default)}`;
  if (column.nullable) return 'NULL';
  return column.primaryKey && column.kind === 'integer' ? 'Default: the next number' : NEEDS_VALUE;
}
