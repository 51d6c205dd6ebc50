const TYPES: Record<string, string> = {
  csv: 'text/csv;charset=utf-8',
  json: 'application/json',
};

/** Lets the browser save a text as a file. */
export function saveTextFile(name: string, extension: 'csv' | 'json', text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: TYPES[extension] ?? 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name.replaceAll(/[^\w\- ]+/g, '_').trim() || 'result'}.${extension}`;
  link.click();
  // The browser has opened the blob by the next task.
  setTimeout(() => URL.revokeObjectURL(url));
}
