import { createSignal } from 'solid-js';
import { parentFolder } from '../paths.ts';

/** A bucket has only files, and a folder is what their paths begin with. One without files exists here, until the page is left. */
const [folders, setFolders] = createSignal<readonly { bucketId: string; path: string }[]>([]);

/** Shows a folder that has no file yet. */
export function addNewFolder(bucketId: string, path: string): void {
  removeNewFolder(bucketId, path);
  setFolders((list) => [...list, { bucketId, path }]);
}

/** Forgets a folder, and those that were made in it. */
export function removeNewFolder(bucketId: string, path: string): void {
  setFolders((list) => list.filter((each) => each.bucketId !== bucketId || !each.path.startsWith(path)));
}

/** The folders without files that were made directly in a folder. */
export function newFoldersIn(bucketId: string, parent: string): string[] {
  return folders()
    .filter((each) => each.bucketId === bucketId && parentFolder(each.path) === parent)
    .map(({ path }) => path);
}

/** Whether a folder was made here. */
export function isNewFolder(bucketId: string, path: string): boolean {
  return folders().some((each) => each.bucketId === bucketId && each.path === path);
}
