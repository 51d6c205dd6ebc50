import { type GridColumn, takesEmptyText } from '../values/column-kind.ts';
import { readValue } from '../values/read-value.ts';
import type { RowValues } from '../values/show-value.ts';
import type { FileRecord, ImportFormat } from './file-record.ts';

/** Which column each field of the file goes to; fields without one are left out. */
export type FieldMapping = Record<string, string | undefined>;

const plain = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Fields and columns that have the same name, whatever its case and separators. */
export function suggestMapping(fields: readonly string[], columns: readonly GridColumn[]): FieldMapping {
  const free = new Map(columns.map(({ name }) => [plain(name), name]));
  return Object.fromEntries(
    fields.map((field) => {
      const exact = columns.find(({ name }) => name === field)?.name;
      const column = exact ?? free.get(plain(field));
      if (column !== undefined) free.delete(plain(column));
      return [field, column];
    }),
  );
}

/** A row to insert, or why the record is none. */
export type ConvertedRecord = { row: RowValues; problem?: undefined } | { problem: string };

/** Makes a row of a record. An empty field of CSV is NULL, or an empty text where the column has no NULL. */
export function convertRecord(
  record: FileRecord,
  mapping: FieldMapping,
  columns: ReadonlyMap<string, GridColumn>,
  format: ImportFormat,
): ConvertedRecord {
  if (record.problem !== undefined) return { problem: record.problem };
  const row: RowValues = {};
  for (const [field, name] of Object.entries(mapping)) {
    const column = name === undefined ? undefined : columns.get(name);
    if (!column || !(field in record.values)) continue;
    const value = record.values[field];
    if (format === 'json' || typeof value !== 'string') {
      row[column.name] = value;
      continue;
    }
    if (value === '') {
      if (column.nullable) row[column.name] = null;
      else if (takesEmptyText(column)) row[column.name] = '';
      continue;
    }
    const read = readValue(value, column);
    if (read.error !== undefined) return { problem: `${column.name}: ${read.error}` };
    row[column.name] = read.value;
  }
  return { row };
}
