import Papa from 'papaparse';
import type { FileRecord } from './file-record.ts';

const CHUNK_BYTES = 256 * 1024;

/** The records of a CSV file whose first line names the columns. Finds the separator by itself. */
export function csvRecords(file: File, onRead: (bytes: number) => void): ReadableStream<FileRecord[]> {
  let parser: Papa.Parser | undefined;
  const reader = createLineReader();
  let isCancelled = false;
  return new ReadableStream<FileRecord[]>({
    start(controller) {
      Papa.parse<string[]>(file, {
        chunkSize: CHUNK_BYTES,
        chunk(results, handle) {
          parser = handle;
          onRead(results.meta.cursor);
          controller.enqueue(reader(results.data));
          if ((controller.desiredSize ?? 0) <= 0) handle.pause();
        },
        // Also called after an abort.
        complete: () => isCancelled || controller.close(),
        error: (error) => controller.error(error),
      });
    },
    pull: () => parser?.resume(),
    cancel() {
      isCancelled = true;
      parser?.abort();
    },
  });
}

/** Makes records of lines: the first one has the names. Knows the line numbers, also past fields with line breaks. */
export function createLineReader(): (lines: string[][]) => FileRecord[] {
  let names: string[] | undefined;
  let line = 1;
  return (lines) =>
    lines.flatMap((fields) => {
      const start = line;
      line += 1 + fields.reduce((breaks, field) => breaks + (field.split('\n').length - 1), 0);
      const isEmpty = fields.length === 1 && fields[0]?.trim() === '';
      if (isEmpty) return [];
      if (!names) {
        names = fields.map((name, i) => name.trim().replace(/^\uFEFF/, '') || `column ${i + 1}`);
        return [];
      }
      return [toRecord(names, fields, start)];
    });
}

function toRecord(names: string[], fields: string[], line: number): FileRecord {
  const values = Object.fromEntries(names.map((name, i) => [name, fields[i] ?? '']));
  const size = fields.reduce((sum, field) => sum + field.length, 0);
  if (fields.length === names.length) return { line, values, size };
  return { line, values, size, problem: `It has ${fields.length} fields, the first line ${names.length}.` };
}
