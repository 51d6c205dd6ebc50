import type { UploadItem } from './upload-item.ts';

const KEY = 'selfdb.unfinished-uploads';
const MAX_ENTRIES = 100;

/** An unfinished upload, by which the same file is known again after a reload. The file itself can't be kept. */
export interface RememberedUpload {
  userId: string;
  bucketId: string;
  path: string;
  size: number;
  lastModified: number;
  url: string;
}

type Wanted = Omit<RememberedUpload, 'url'>;

let currentUser = '';

/** Whose uploads are remembered from now on. */
export function rememberFor(userId: string): void {
  currentUser = userId;
}

export function rememberUpload(item: UploadItem, url: string): void {
  write([...readAll().filter((entry) => !isSame(entry, keyOf(item))), { ...keyOf(item), url }]);
}

export function forgetUpload(item: UploadItem): void {
  const all = readAll();
  const rest = all.filter((entry) => !isSame(entry, keyOf(item)));
  if (rest.length < all.length) write(rest);
}

/** Where the upload of a file goes on that is chosen again. */
export function resumeUrlOf(bucketId: string, path: string, file: File): string | undefined {
  const { size, lastModified } = file;
  const wanted = { userId: currentUser, bucketId, path, size, lastModified };
  return readAll().find((entry) => isSame(entry, wanted))?.url;
}

/** The uploads of a user to a bucket that have begun and not ended, in this page or an earlier one. */
export function unfinishedUploads(userId: string, bucketId: string): RememberedUpload[] {
  return readAll().filter((entry) => entry.userId === userId && entry.bucketId === bucketId);
}

/** Forgets uploads that nobody goes on with. */
export function dropUnfinished(dropped: RememberedUpload[]): void {
  const urls = new Set(dropped.map(({ url }) => url));
  write(readAll().filter(({ url }) => !urls.has(url)));
}

function keyOf({ batch, path, file }: UploadItem): Wanted {
  const { size, lastModified } = file;
  return { userId: currentUser, bucketId: batch.bucketId, path, size, lastModified };
}

function isSame(a: Wanted, b: Wanted): boolean {
  return (
    a.userId === b.userId &&
    a.bucketId === b.bucketId &&
    a.path === b.path &&
    a.size === b.size &&
    a.lastModified === b.lastModified
  );
}

function readAll(): RememberedUpload[] {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(read) ? read : [];
  } catch {
    return [];
  }
}

function write(entries: RememberedUpload[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(entries.slice(-MAX_ENTRIES)));
  } catch {
    // Without storage, a reload begins uploads anew.
  }
}
