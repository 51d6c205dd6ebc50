import { invalid } from '@selfdb/shared/errors';

const MAX_BYTES = 1024;
const MAX_SEGMENT_BYTES = 255;
const encoder = new TextEncoder();

type Loc = (string | number)[];

/**
 * A file's path in its bucket, from the `path` and `filename` of a client: `path` is the whole path if it ends with the
 * name, else the folder. A leading slash is ignored, and an empty text counts as not given. `source` names, for errors,
 * the part of the request. Throws a ValidationError.
 */
export function objectPath(path: string | undefined, filename: string | undefined, source = 'query'): string {
  const [folder, name] = [withoutRoot(path), withoutRoot(filename)];
  if (name === '') {
    if (folder === '') throw invalid([source, 'filename'], 'is required', 'missing');
    return checkPath(folder, [source, 'path']);
  }
  const checkedName = checkPath(name, [source, 'filename']);
  if (folder === '') return checkedName;
  const checkedFolder = checkPath(folder.replace(/\/$/, ''), [source, 'path']);
  const isWhole = !folder.endsWith('/') && `/${checkedFolder}`.endsWith(`/${checkedName}`);
  return isWhole ? checkedFolder : checkPath(`${checkedFolder}/${checkedName}`, [source, 'path']);
}

function withoutRoot(path = ''): string {
  return path.startsWith('/') ? path.slice(1) : path;
}

/**
 * A whole path as it is stored, in NFC: relative, without empty parts, `.` and `..`, and without characters that some
 * file systems refuse. Throws a ValidationError.
 */
export function checkPath(given: string, loc: Loc): string {
  const path = given.normalize('NFC');
  if (encoder.encode(path).length > MAX_BYTES) throw invalid(loc, `must be at most ${MAX_BYTES} bytes long`);
  if (path.startsWith('/')) throw invalid(loc, 'must not begin with "/"');
  if (path.includes('\\')) throw invalid(loc, 'must not contain a backslash');
  if (hasControlCharacter(path)) throw invalid(loc, 'must not contain control characters');
  if (!path.isWellFormed()) throw invalid(loc, 'must not contain lone surrogates');
  for (const segment of path.split('/')) checkSegment(segment, loc);
  return path;
}

function checkSegment(segment: string, loc: Loc): void {
  if (segment === '') throw invalid(loc, 'must not contain an empty part');
  if (segment === '.' || segment === '..') throw invalid(loc, 'must not contain "." or ".."');
  if (encoder.encode(segment).length > MAX_SEGMENT_BYTES) {
    throw invalid(loc, `must not contain a part of more than ${MAX_SEGMENT_BYTES} bytes`);
  }
}

function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 32 || code === 127) return true;
  }
  return false;
}
