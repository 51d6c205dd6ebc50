import { csvField } from '../../../ui/format/csv.ts';
import { isExactNumber } from '../../../ui/format/exact-json.ts';
import { quotedName } from '../../../ui/format/sql-name.ts';
import { type RowValues, valueText } from '../values/show-value.ts';

/** The formats in which rows leave the dashboard. */
export type RowFormat = 'tsv' | 'csv' | 'json' | 'insert';

/** A line of CSV without its end. */
export function csvLine(values: readonly unknown[]): string {
  return values
    .map((value) => csvField(value === null || value === undefined ? undefined : valueText(value)))
    .join(',');
}

/** A field as spreadsheets paste it. */
function tsvField(value: unknown): string {
  const text = valueText(value);
  return /["\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const sqlText = (text: string) => `'${text.replaceAll("'", "''")}'`;

function sqlValue(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'number' || typeof value === 'boolean' || isExactNumber(value))
    return valueText(value);
  return sqlText(valueText(value));
}

/** An array of a column of arrays as Postgres writes it: `{a,"b c",NULL}`. */
function arrayText(value: unknown): string {
  if (Array.isArray(value)) return `{${value.map(arrayText).join(',')}}`;
  if (value === null) return 'NULL';
  return `"${valueText(value).replace(/["\\]/g, '\\$&')}"`;
}

/** Rows as text. `arrays` names the columns of array types, which SQL writes in its own way. */
export function writeRows(
  format: RowFormat,
  rows: readonly RowValues[],
  columns: readonly string[],
  table: { name: string; arrays: ReadonlySet<string> },
): string {
  const values = (row: RowValues) => columns.map((name) => row[name]);
  switch (format) {
    case 'tsv':
      return rows.map((row) => values(row).map(tsvField).join('\t')).join('\n');
    case 'csv':
      return [csvLine(columns), ...rows.map((row) => csvLine(values(row)))].join('\r\n');
    case 'json':
      return JSON.stringify(
        rows.map((row) => Object.fromEntries(columns.map((name) => [name, row[name]]))),
        null,
        2,
      );
    case 'insert':
      return insertStatement(rows, columns, table);
  }
}

function insertStatement(
  rows: readonly RowValues[],
  columns: readonly string[],
  table: { name: string; arrays: ReadonlySet<string> },
): string {
  const field = (row: RowValues, name: string) => {
    const value = row[name];
    return table.arrays.has(name) && Array.isArray(value) ? sqlText(arrayText(value)) : sqlValue(value);
  };
  const tuples = rows.map((row) => `  (${columns.map((name) => field(row, name)).join(', ')})`);
  return `INSERT INTO ${quotedName(table.name)} (${columns.map(quotedName).join(', ')}) VALUES\n${tuples.join(',\n')};\n`;
}
