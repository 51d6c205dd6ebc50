const MAX_NAME_BYTES = 255;
const MAX_PATH_BYTES = 1024;
const encoder = new TextEncoder();

/** The folder that holds a file or folder: `a/` for `a/b.txt` and for `a/b/`. */
export function parentFolder(path: string): string {
  const whole = path.endsWith('/') ? path.slice(0, -1) : path;
  return whole.slice(0, whole.lastIndexOf('/') + 1);
}

/** The last part of a path: `b` for `a/b/`. */
export function lastPart(path: string): string {
  return path.slice(parentFolder(path).length).replace(/\/$/, '');
}

/** A folder as this page writes it: without a slash at the start, with one at the end. The bucket itself is the empty text. */
export function asFolder(text: string): string {
  const parts = text.normalize('NFC').split('/').filter(Boolean);
  return parts.length === 0 ? '' : `${parts.join('/')}/`;
}

/** The folders on the way to a folder, itself the last. */
export function foldersTo(folder: string): string[] {
  const parts = folder.split('/').filter(Boolean);
  return parts.map((_, index) => `${parts.slice(0, index + 1).join('/')}/`);
}

/** Why a file or folder can't have this name in a folder. Undefined if it can. */
export function nameProblem(name: string, folder: string): string | undefined {
  if (name === '') return 'Enter a name.';
  if (name.includes('/')) return 'A name contains no “/”.';
  if (name.includes('\\')) return 'A name contains no backslash.';
  if (name === '.' || name === '..') return 'This name has a meaning of its own. Choose another.';
  if (/\p{Cc}|\p{Surrogate}/u.test(name)) return 'The name contains a character that files can’t have.';
  const bytes = encoder.encode(name.normalize('NFC')).length;
  if (bytes > MAX_NAME_BYTES)
    return `The name is too long: it has ${bytes} bytes of at most ${MAX_NAME_BYTES}.`;
  if (bytes + encoder.encode(folder).length > MAX_PATH_BYTES) {
    return `With its folders, the path is longer than ${MAX_PATH_BYTES} bytes.`;
  }
  return undefined;
}

/** A path with a number before the ending of its name, as the server numbers uploads: `a/b (1).txt`. */
export function numberedPath(path: string, number: number): string {
  const folder = parentFolder(path);
  const name = path.slice(folder.length);
  const dot = name.lastIndexOf('.');
  const end = dot > 0 ? dot : name.length;
  return `${folder}${name.slice(0, end)} (${number})${name.slice(end)}`;
}

/** The address of a bucket's page. */
export function bucketPath(name: string): string {
  return `/storage/${encodeURIComponent(name)}`;
}
