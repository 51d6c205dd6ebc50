import { saveBlob } from '../../../ui/browser/save-blob.ts';
import type { FileSink } from './export-rows.ts';

/** Text is gathered to blobs of about this size, which browsers keep on disk. */
const PART_CHARACTERS = 4_000_000;

interface SaveFilePicker {
  showSaveFilePicker(options: { suggestedName: string }): Promise<{
    createWritable(): Promise<{
      write(text: string): Promise<void>;
      close(): Promise<void>;
      abort(): Promise<void>;
    }>;
  }>;
}

function hasSaveFilePicker(target: object): target is SaveFilePicker {
  return 'showSaveFilePicker' in target;
}

/**
 * Where a download is written: the file that the person chooses, where browsers let pages write to one, else a download at the
 * end. Undefined if the person chooses none. Call it in answer to a click.
 */
export async function openFileSink(name: string, type: string): Promise<FileSink | undefined> {
  if (!hasSaveFilePicker(window)) return blobSink(name, type);
  try {
    const handle = await window.showSaveFilePicker({ suggestedName: name });
    const file = await handle.createWritable();
    return {
      write: (text) => file.write(text),
      close: () => file.close(),
      abort: () => file.abort(),
    };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    return blobSink(name, type);
  }
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
