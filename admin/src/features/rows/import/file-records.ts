import type { FileRecord, ImportFormat } from './file-record.ts';
import { jsonRecords } from './json-records.ts';

/** The format of a file, by its name, and where that says nothing by its first characters. */
export async function formatOf(file: File): Promise<ImportFormat> {
  if (/\.(json|jsonl|ndjson)$/i.test(file.name)) return 'json';
  if (/\.(csv|tsv|txt)$/i.test(file.name)) return 'csv';
  const start = (await file.slice(0, 200).text()).trimStart();
  return start.startsWith('[') || start.startsWith('{') ? 'json' : 'csv';
}

/** The records of a file, some at a time, as fast as they are taken. `onRead` gets the bytes read so far. */
export async function fileRecords(
  file: File,
  format: ImportFormat,
  onRead: (bytes: number) => void = () => undefined,
): Promise<ReadableStream<FileRecord[]>> {
  if (format === 'json') return jsonRecords(file, onRead);
  const { csvRecords } = await import('./csv-records.ts');
  return csvRecords(file, onRead);
}

/** The first records of a file. */
export async function firstRecords(file: File, format: ImportFormat, count: number): Promise<FileRecord[]> {
  const found: FileRecord[] = [];
  for await (const records of await fileRecords(file, format)) {
    found.push(...records);
    if (found.length >= count) break;
  }
  return found.slice(0, count);
}
