import { counted } from '../../../ui/format/numbers.ts';
import { lastPart } from '../paths.ts';
import type { StorageFile } from '../queries.ts';

/** A line of a listing: a folder or a file. Its path tells it from all others: only that of a folder ends with `/`. */
export type StorageEntry = FolderEntry | FileEntry;

export interface FolderEntry {
  kind: 'folder';
  path: string;
  name: string;
  /** Made in this page, without a file yet: the server does not know it. */
  isNew: boolean;
}

export interface FileEntry {
  kind: 'file';
  path: string;
  name: string;
  file: StorageFile;
}

export function folderEntry(path: string, isNew = false): FolderEntry {
  return { kind: 'folder', path, name: lastPart(path), isNew };
}

export function fileEntry(file: StorageFile): FileEntry {
  return { kind: 'file', path: file.path, name: file.name, file };
}

/** What a list of entries holds, in words: 2 folders and 1 file. */
export function entriesInWords(entries: StorageEntry[]): string {
  const folders = entries.filter(({ kind }) => kind === 'folder').length;
  const files = entries.length - folders;
  const words = (count: number, noun: string) => (count === 0 ? [] : [counted(count, noun)]);
  return [...words(folders, 'folder'), ...words(files, 'file')].join(' and ');
}
