import { chooseSaveFile } from '../../../ui/browser/choose-save-file.ts';
import { saveBlob } from '../../../ui/browser/save-blob.ts';
import type { FileSink } from './export-rows.ts';

/** Text is gathered to blobs of about this size, which browsers keep on disk. */
const PART_CHARACTERS = 4_000_000;

/**
 * Where a download is written: the file that the person chooses, where browsers let pages write to one, else a download at the
 * end. Undefined if the person chooses none. Call it in answer to a click.
 */
export async function openFileSink(name: string, type: string): Promise<FileSink | undefined> {
  const file = await chooseSaveFile(name);
  if (file === 'cancelled') return undefined;
  if (file === 'unsupported') return blobSink(name, type);
  return {
    write: (text) => file.write(text),
    close: () => file.close(),
    abort: () => file.abort(),
  };
}

function blobSink(name: string, type: string): FileSink {
  let parts: Blob[] = [];
  let text = '';
  const flush = () => {
    if (text !== '') parts.push(new Blob([text]));
    text = '';
  };
  return {
    async write(piece) {
      text += piece;
      if (text.length > PART_CHARACTERS) flush();
    },
    async close() {
      flush();
      saveBlob(name, new Blob(parts, { type }));
    },
    async abort() {
      parts = [];
      text = '';
    },
  };
}
