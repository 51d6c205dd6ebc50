import type { RowValues } from '../values/show-value.ts';
import type { ConvertedRecord } from './convert-record.ts';
import type { FileRecord } from './file-record.ts';

const BATCH_ROWS = 1000;
const BATCH_CHARACTERS = 2_000_000;
/** A file with more bad lines is not the right file. */
const MAX_BAD_LINES = 10_000;

/** A line that was left out. */
interface BadLine {
  line: number;
  reason: string;
}

/** How an import has gone so far. */
export interface ImportProgress {
  inserted: number;
  bad: BadLine[];
}

interface ImportJob {
  records: AsyncIterable<FileRecord[]>;
  convert: (record: FileRecord) => ConvertedRecord;
  insert: (rows: RowValues[], signal: AbortSignal) => Promise<unknown>;
  /** Why the server refuses these very rows; undefined for an error that other rows would meet, too. */
  refusal: (error: unknown) => string | undefined;
  signal: AbortSignal;
  onProgress: (progress: ImportProgress) => void;
}

interface ReadyRow {
  line: number;
  row: RowValues;
}

/** Inserts the records of a file in batches. Of a batch that is refused, only the bad lines are left out. */
export async function importRecords(job: ImportJob): Promise<ImportProgress> {
  const progress: ImportProgress = { inserted: 0, bad: [] };
  let batch: ReadyRow[] = [];
  let size = 0;
  const flush = async () => {
    const rows = batch;
    batch = [];
    size = 0;
    await insertSplitting(job, rows, progress);
    job.onProgress({ ...progress });
  };
  for await (const records of job.records) {
    for (const record of records) {
      const converted = job.convert(record);
      if (converted.problem !== undefined) addBad(progress, record.line, converted.problem);
      else batch.push({ line: record.line, row: converted.row });
      size += record.size;
      if (batch.length >= BATCH_ROWS || size >= BATCH_CHARACTERS) await flush();
    }
    job.signal.throwIfAborted();
  }
  await flush();
  progress.bad.sort((a, b) => a.line - b.line);
  return progress;
}

async function insertSplitting(job: ImportJob, rows: ReadyRow[], progress: ImportProgress): Promise<void> {
  if (rows.length === 0) return;
  job.signal.throwIfAborted();
  try {
    await job.insert(
      rows.map(({ row }) => row),
      job.signal,
    );
    progress.inserted += rows.length;
  } catch (error) {
    const reason = job.signal.aborted ? undefined : job.refusal(error);
    if (reason === undefined) throw error;
    const [only] = rows;
    if (rows.length === 1 && only) return addBad(progress, only.line, reason);
    const middle = Math.ceil(rows.length / 2);
    await insertSplitting(job, rows.slice(0, middle), progress);
    await insertSplitting(job, rows.slice(middle), progress);
  }
}

function addBad(progress: ImportProgress, line: number, reason: string): void {
  progress.bad.push({ line, reason });
  if (progress.bad.length >= MAX_BAD_LINES) {
    throw new Error(`The import ended after ${MAX_BAD_LINES} bad lines. Check the file and the columns.`);
  }
}
