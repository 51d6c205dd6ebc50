interface SaveFilePicker {
  showSaveFilePicker(options: { suggestedName: string }): Promise<FileSystemFileHandle>;
}

function hasSaveFilePicker(target: object): target is SaveFilePicker {
  return 'showSaveFilePicker' in target;
}

/**
 * Lets the person choose a file to write to. `unsupported` in browsers that don't let pages write to files. Call it in answer to a
 * click.
 */
export async function chooseSaveFile(
  name: string,
): Promise<FileSystemWritableFileStream | 'cancelled' | 'unsupported'> {
  if (!hasSaveFilePicker(window)) return 'unsupported';
  try {
    const handle = await window.showSaveFilePicker({ suggestedName: name });
    return await handle.createWritable();
  } catch (error) {
    return error instanceof DOMException && error.name === 'AbortError' ? 'cancelled' : 'unsupported';
  }
}
