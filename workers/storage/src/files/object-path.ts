import { invalid } from '@selfdb/shared/errors';

const MAX_BYTES = 1024;
const MAX_SEGMENT_BYTES = 255;
const encoder = new TextEncoder();

type Loc = (string | number)[];

/**
 * A file's path in its bucket, from what a client sends as `path` and `filename`: the path is the whole one if it ends
 * with the name, else its folder. A slash at the beginning counts for nothing, and so does an empty text. `source` is
 * where they stand. Throws a ValidationError that says what is wrong with them.
 */
export function objectPath(path: string | undefined, filename: string | undefined, source = 'query'): string {
  const [place, name] = [withoutRoot(path), withoutRoot(filename)];
  if (name === '') {
    if (place === '') throw invalid([source, 'filename'], 'is needed', 'missing');
    return checkPath(place, [source, 'path']);
  }
  const checkedName = checkPath(name, [source, 'filename']);
  if (place === '') return checkedName;
  const checkedPlace = checkPath(place.replace(/\/$/, ''), [source, 'path']);
  const isWhole = !place.endsWith('/') && `/${checkedPlace}`.endsWith(`/${checkedName}`);
  return isWhole ? checkedPlace : checkPath(`${checkedPlace}/${checkedName}`, [source, 'path']);
}

function withoutRoot(path = ''): string {
  return path.startsWith('/') ? path.slice(1) : path;
}

/**
 * A whole path as it is kept, in the form NFC: relative, no empty part, no `.` or `..`, nothing that a file system would
 * take amiss. Throws a ValidationError.
 */
export function checkPath(given: string, loc: Loc): string {
  const path = given.normalize('NFC');
  if (encoder.encode(path).length > MAX_BYTES) throw invalid(loc, `must be at most ${MAX_BYTES} bytes long`);
  if (path.startsWith('/')) throw invalid(loc, 'must not begin with "/"');
  if (path.includes('\\')) throw invalid(loc, 'must not hold a backslash');
  if (hasControlCharacter(path)) throw invalid(loc, 'must not hold control characters');
  if (!path.isWellFormed()) throw invalid(loc, 'must not hold lone surrogates');
  for (const segment of path.split('/')) checkSegment(segment, loc);
  return path;
}

function checkSegment(segment: string, loc: Loc): void {
  if (segment === '') throw invalid(loc, 'must not hold an empty part');
  if (segment === '.' || segment === '..') throw invalid(loc, 'must not hold "." or ".."');
  if (encoder.encode(segment).length > MAX_SEGMENT_BYTES) {
    throw invalid(loc, `must not hold a part of more than ${MAX_SEGMENT_BYTES} bytes`);
  }
}

function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 32 || code === 127) return true;
  }
  return false;
}
