import type { SelfDB } from '@selfdb/sdk';
import type { StorageEntry } from '../entries/entry.ts';
import { parentFolder } from '../paths.ts';
import type { StorageFile } from '../queries.ts';

const MAX_LIMIT = 1000;

/** A file of a selection. */
export interface ChosenFile extends Pick<StorageFile, 'id' | 'path' | 'size' | 'updated_at'> {
  /** The path from the folder in which the entry is shown: `photos/1.jpg`, if the folder `photos` was chosen. */
  relative: string;
}

/** The files of a selection, with those in its folders. All are read before anything is done with them, because paths may change then. */
export async function gatherFiles(
  sdk: SelfDB,
  bucketId: string,
  entries: readonly StorageEntry[],
  signal: AbortSignal,
): Promise<ChosenFile[]> {
  const files: ChosenFile[] = [];
  for (const entry of entries) {
    const base = parentFolder(entry.path).length;
    const add = ({ id, path, size, updated_at }: StorageFile) =>
      files.push({ id, path, size, updated_at, relative: path.slice(base) });
    if (entry.kind === 'file') add(entry.file);
    else if (!entry.isNew) for (const file of await filesBelow(sdk, bucketId, entry.path, signal)) add(file);
  }
  // A search may have found a folder's file beside the folder.
  return [...new Map(files.map((file) => [file.id, file])).values()];
}

async function filesBelow(sdk: SelfDB, bucketId: string, prefix: string, signal: AbortSignal) {
  const files: StorageFile[] = [];
  for (;;) {
    const { data } = await sdk.storage.files.list(
      { bucketId, prefix, skip: files.length, limit: MAX_LIMIT, sortBy: 'path', sortOrder: 'asc' },
      { signal },
    );
    files.push(...data);
    if (data.length < MAX_LIMIT) return files;
  }
}
