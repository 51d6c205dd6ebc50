import { csvField } from '../../../ui/format/csv.ts';
import { cellText } from './cells.ts';

/** Rows with their columns, as a statement returned them. */
export interface ResultData {
  columns: { name: string; type: string }[];
  rows: unknown[][];
}

/** What rows can be written as. */
export type ExportFormat = 'csv' | 'tsv' | 'json' | 'markdown';

function tsvField(value: unknown): string {
  return (cellText(value) ?? '').replaceAll(/[\t\n\r]+/g, ' ');
}

function markdownField(value: unknown): string {
  return (cellText(value) ?? 'NULL')
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replaceAll(/\r?\n/g, '<br>');
}

/** Column names of which no two are the same: `count`, `count_2`. */
function uniqueNames(names: string[]): string[] {
  const used = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let n = 2; used.has(unique); n++) unique = `${name}_${n}`;
    used.add(unique);
    return unique;
  });
}

function toJsonText({ columns, rows }: ResultData): string {
  const keys = uniqueNames(columns.map(({ name }) => name)).map((name) => JSON.stringify(name));
  const lines = rows.map(
    (row) => `  {${keys.map((key, i) => `${key}: ${JSON.stringify(row[i] ?? null)}`).join(', ')}}`,
  );
  return lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`;
}

function toMarkdown({ columns, rows }: ResultData): string {
  const line = (fields: string[]) => `| ${fields.join(' | ')} |`;
  const head = [line(columns.map(({ name }) => markdownField(name))), line(columns.map(() => '---'))];
  return `${[...head, ...rows.map((row) => line(row.map(markdownField)))].join('\n')}\n`;
}

/** The rows as text. NULL is an empty field in CSV, where an empty string is `""`. */
export function exportText(data: ResultData, format: ExportFormat): string {
  if (format === 'json') return toJsonText(data);
  if (format === 'markdown') return toMarkdown(data);
  const [field, separator] =
    format === 'csv' ? [(value: unknown) => csvField(cellText(value)), ','] : [tsvField, '\t'];
  const lines = [data.columns.map(({ name }) => name), ...data.rows];
  return lines.map((row) => `${row.map(field).join(separator)}\n`).join('');
}
