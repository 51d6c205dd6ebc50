import { invalid } from '@selfdb/shared/errors';

const MAX_BYTES = 1024;
const MAX_SEGMENT_BYTES = 255;
const encoder = new TextEncoder();

type Loc = (string | number)[];

/** A file's path in its bucket, from a folder and a name. Throws a ValidationError that says what is wrong with it. */
export function objectPath(folder: string | undefined, filename: string | undefined): string {
  if (filename === undefined) {
    if (folder === undefined) throw invalid(['query', 'filename'], 'is needed', 'missing');
    return checkPath(folder, ['query', 'path']);
  }
  if (filename.includes('/'))
    throw invalid(['query', 'filename'], 'must not hold a "/": send folders in `path`');
  checkPath(filename, ['query', 'filename']);
  const place = folder?.replace(/\/$/, '') ?? '';
  if (place === '') return filename;
  return checkPath(`${checkPath(place, ['query', 'path'])}/${filename}`, ['query', 'path']);
}

/** A whole path as it may be: relative, no empty part, no `.` or `..`, nothing that a file system would take amiss. */
export function checkPath(path: string, loc: Loc): string {
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
