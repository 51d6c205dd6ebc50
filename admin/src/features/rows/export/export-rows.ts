import type { RowsApi } from '../source/rows-api.ts';
import type { RowView } from '../view/view-state.ts';
import { csvLine } from './write-rows.ts';

const PAGE = 1000;

/** Takes the pieces of a file in turn. */
export interface FileSink {
  write: (text: string) => Promise<void>;
  close: () => Promise<void>;
  abort: () => Promise<void>;
}

interface ExportJob {
  api: Pick<RowsApi, 'page'>;
  view: RowView;
  format: 'csv' | 'json';
  columns: readonly string[];
  signal: AbortSignal;
  onProgress: (rows: number) => void;
}

/**
 * Writes all rows of a view to a sink, a page in memory at a time. Reads on by cursor; a table without a primary key has none and is
 * read by page numbers. Answers the number of rows.
 */
export async function exportRows(job: ExportJob, sink: FileSink): Promise<number> {
  const { api, view, signal, columns } = job;
  let written = 0;
  try {
    await sink.write(job.format === 'csv' ? `${csvLine(columns)}\r\n` : '[');
    let cursor: string | undefined;
    for (let page = 1; ; page++) {
      const answer = await api.page(view, { page, cursor, pageSize: PAGE, signal });
      await sink.write(pageText(job, answer.rows, written === 0));
      written += answer.rows.length;
      job.onProgress(written);
      signal.throwIfAborted();
      if (answer.rows.length < PAGE || (answer.next === null && cursor !== undefined)) break;
      cursor = answer.next ?? undefined;
    }
    if (job.format === 'json') await sink.write('\n]\n');
    await sink.close();
    return written;
  } catch (error) {
    await sink.abort();
    throw error;
  }
}

function pageText({ format, columns }: ExportJob, rows: Record<string, unknown>[], isFirst: boolean): string {
  if (format === 'csv') {
    return rows.map((row) => `${csvLine(columns.map((name) => row[name]))}\r\n`).join('');
  }
  const items = rows.map((row) =>
    JSON.stringify(Object.fromEntries(columns.map((name) => [name, row[name]]))),
  );
  return items.map((item, i) => `${isFirst && i === 0 ? '\n' : ',\n'}${item}`).join('');
}
