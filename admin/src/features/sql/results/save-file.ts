import { saveBlob } from '../../../ui/browser/save-blob.ts';

const TYPES = {
  csv: 'text/csv;charset=utf-8',
  json: 'application/json',
};

/** Lets the browser save a text as a file. */
export function saveTextFile(name: string, extension: 'csv' | 'json', text: string): void {
  const plain = name.replaceAll(/[^\w\- ]+/g, '_').trim() || 'result';
  saveBlob(`${plain}.${extension}`, new Blob([text], { type: TYPES[extension] }));
}
