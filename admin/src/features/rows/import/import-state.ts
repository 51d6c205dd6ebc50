import { SelfDBError } from '@selfdb/sdk';
import { createMemo, createSignal } from 'solid-js';
import { describeError } from '../../../ui/display/describe-error.ts';
import type { RowsModel } from '../rows-model.ts';
import { convertRecord, type FieldMapping, suggestMapping } from './convert-record.ts';
import type { FileRecord, ImportFormat } from './file-record.ts';
import { fileRecords, firstRecords, formatOf } from './file-records.ts';
import { type ImportProgress, importRecords } from './insert-batches.ts';

const PREVIEW_RECORDS = 100;
/** Refusals that are about the rows. Others, such as a lost session, would meet all rows. */
const ABOUT_ROWS = [400, 409, 413, 422];

type ImportStep = 'file' | 'mapping' | 'running' | 'done';

interface ChosenFile {
  file: File;
  format: ImportFormat;
  preview: FileRecord[];
}

/** An import from the choice of a file to its report. */
export function createImport(rows: RowsModel) {
  const [step, setStep] = createSignal<ImportStep>('file');
  const [chosen, setChosen] = createSignal<ChosenFile>();
  const [mapping, setMapping] = createSignal<FieldMapping>({});
  const [progress, setProgress] = createSignal<ImportProgress>({ inserted: 0, bad: [] });
  const [bytes, setBytes] = createSignal(0);
  const [ended, setEnded] = createSignal<unknown>();
  const byName = createMemo(() => new Map(rows.columns().map((column) => [column.name, column])));
  let running: AbortController | undefined;

  async function choose(file: File) {
    const format = await formatOf(file);
    const preview = await firstRecords(file, format, PREVIEW_RECORDS);
    if (preview.length === 0) throw new Error('The file holds no rows.');
    const fields = [...new Set(preview.flatMap(({ values }) => Object.keys(values)))];
    setChosen({ file, format, preview });
    setMapping(suggestMapping(fields, rows.columns()));
    setStep('mapping');
  }

  async function start() {
    const source = chosen();
    if (!source) return;
    const controller = new AbortController();
    running = controller;
    setStep('running');
    setEnded(undefined);
    setProgress({ inserted: 0, bad: [] });
    try {
      await importRecords({
        records: await fileRecords(source.file, source.format, setBytes),
        convert: (record) => convertRecord(record, mapping(), byName(), source.format),
        insert: (batch, signal) => rows.api.insert(batch, signal),
        refusal: refusalOf,
        signal: controller.signal,
        onProgress: setProgress,
      });
    } catch (error) {
      setEnded(error);
    }
    setStep('done');
    await rows.source.refresh();
  }

  return {
    step,
    choose,
    start,
    stop: () => running?.abort(),
    back: () => setStep('file'),
    fileName: () => chosen()?.file.name ?? '',
    format: () => chosen()?.format ?? 'csv',
    preview: () => chosen()?.preview ?? [],
    mapping,
    map: (field: string, column: string | undefined) => setMapping((old) => ({ ...old, [field]: column })),
    canStart: () => Object.values(mapping()).some((column) => column !== undefined),
    convert: (record: FileRecord) => convertRecord(record, mapping(), byName(), chosen()?.format ?? 'csv'),
    progress,
    /** From 0 to 1. */
    read: () => (chosen() ? bytes() / Math.max(1, chosen()?.file.size ?? 1) : 0),
    /** Why the import ended early: stopped, or an error. */
    ended,
  };
}

export type Import = ReturnType<typeof createImport>;

function refusalOf(error: unknown): string | undefined {
  return error instanceof SelfDBError && ABOUT_ROWS.includes(error.status ?? 0)
    ? describeError(error).message
    : undefined;
}
