import { ConflictError, type SelfDB } from '@selfdb/sdk';
import type { FolderEntry, StorageEntry } from '../entries/entry.ts';
import { addNewFolder, isNewFolder, removeNewFolder } from '../entries/new-folders.ts';
import { numberedPath } from '../paths.ts';
import { type ChosenFile, gatherFiles } from './gather-files.ts';
import { runBounded } from './run-bounded.ts';
import type { Work } from './work.ts';

/** What happens to a file whose new path is taken. */
export type OnTaken = 'number' | 'replace' | 'leave';

/** Where files go. */
export interface Placement {
  how: 'move' | 'copy';
  fromBucketId: string;
  toBucketId: string;
  /** The folder, with its `/` at the end. */
  toFolder: string;
  onTaken: OnTaken;
}

const AT_ONCE = 4;
const MAX_NUMBER = 100;

/** Moves or copies files and whole folders, and answers what was left where it is. */
export async function placeEntries(
  sdk: SelfDB,
  entries: readonly StorageEntry[],
  placement: Placement,
  work: Work,
): Promise<void> {
  const rest: StorageEntry[] = [];
  for (const entry of entries) {
    if (entry.kind === 'folder' && (await placedAtOnce(sdk, entry, placement, work))) continue;
    rest.push(entry);
  }
  const files = await gatherFiles(sdk, placement.fromBucketId, rest, work.signal);
  work.expect(files.length);
  const failures = await runBounded({
    items: files,
    limit: AT_ONCE,
    run: (file) => placeFile(sdk, file, placement),
    pathOf: ({ path }) => path,
    onDone: () => work.add(1),
    signal: work.signal,
  });
  work.fail(failures);
}

/** Moves a folder within its bucket in one step, if no path is taken there. */
async function placedAtOnce(
  sdk: SelfDB,
  folder: FolderEntry,
  placement: Placement,
  work: Work,
): Promise<boolean> {
  const { how, fromBucketId, toBucketId, toFolder } = placement;
  const to = `${toFolder}${folder.name}/`;
  if (how === 'copy' || fromBucketId !== toBucketId || work.signal.aborted) return false;
  return moveFolderWhole(sdk, fromBucketId, folder.path, to, work.signal);
}

/** Moves a folder, all of its files or none. False if a path is taken. A folder without files moves in this page only. */
export async function moveFolderWhole(
  sdk: SelfDB,
  bucketId: string,
  from: string,
  to: string,
  signal?: AbortSignal,
): Promise<boolean> {
  if (from === to) return true;
  try {
    const { count } = await sdk.storage.files.moveFolder(bucketId, { from, to }, signal ? { signal } : {});
    if (count === 0) addNewFolder(bucketId, to);
  } catch (error) {
    if (error instanceof ConflictError) return false;
    throw error;
  }
  if (isNewFolder(bucketId, from)) removeNewFolder(bucketId, from);
  return true;
}

async function placeFile(sdk: SelfDB, file: ChosenFile, placement: Placement): Promise<void> {
  const { how, toBucketId, toFolder, onTaken } = placement;
  const path = `${toFolder}${file.relative}`;
  if (how === 'move' && placement.fromBucketId === toBucketId && path === file.path) return;
  const place = (at: string) =>
    sdk.storage.files[how](file.id, { path: at, bucketId: toBucketId, upsert: onTaken === 'replace' });
  // A copy onto itself would replace the file by itself.
  const isItself = placement.fromBucketId === toBucketId && path === file.path;
  if (onTaken !== 'number' && !isItself) return void (await place(path));
  for (let number = 0; ; number += 1) {
    try {
      return void (await place(number === 0 ? path : numberedPath(path, number)));
    } catch (error) {
      if (!(error instanceof ConflictError) || number >= MAX_NUMBER) throw error;
    }
  }
}
